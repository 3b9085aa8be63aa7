/** `scripts/demo`: the tool in a network that works, on the terminal of whoever asks. */
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_FLAGS } from "./reference-site.ts";

const lab = await Lab.start(referenceSite());
try {
  const { code } = await preflight(lab, [...SITE_FLAGS, ...process.argv.slice(2)], { terminal: true });
  process.exitCode = code ?? 1;
} finally {
  await lab.stop();
}
