import path from "node:path";
import type { Lab, Outcome, RunOptions } from "./lab.ts";
import { SITE_DNS } from "./reference-site.ts";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");

/** Runs the tool on the lab's node, which resolves by the site's DNS server. */
export function preflight(lab: Lab, args: string[], options: RunOptions = {}): Promise<Outcome> {
  return lab.run("node", [process.execPath, LAUNCHER, ...args], {
    ...options,
    files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\n`, ...options.files },
  });
}
