import type { Lab, Outcome, RunOptions } from "./lab.ts";
import { SITE_DNS } from "./reference-site.ts";
import { LAUNCHER } from "./services.ts";

/** Runs the tool on the lab's node, which resolves by the site's DNS server. */
export function preflight(lab: Lab, args: string[], options: RunOptions = {}): Promise<Outcome> {
  return lab.run("node", [process.execPath, LAUNCHER, ...args], {
    ...options,
    files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\n`, ...options.files },
  });
}
