/** `scripts/demo`: the tool in a network that works, on the terminal of whoever asks; a reflector is there to be asked. */
import { REFLECTOR_KEY, siteWithReflector } from "../scenarios/reflector.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { SITE_FLAGS } from "./reference-site.ts";

const lab = await Lab.start(siteWithReflector());
try {
  const { code } = await preflight(lab, [...SITE_FLAGS, ...process.argv.slice(2)], {
    terminal: true,
    ...REFLECTOR_KEY,
  });
  process.exitCode = code ?? 1;
} finally {
  await lab.stop();
}
