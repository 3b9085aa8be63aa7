import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { parseReport } from "../support/report.ts";
import { labTest } from "../support/lab-test.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_FLAGS } from "./reference-site.ts";

/** Everything that a run asks something of. */
const PROGRAMS = [
  "chronyc",
  "ip",
  "iptables",
  "iptables-legacy-save",
  "iptables-nft-save",
  "iptables-save",
  "nft",
  "ntpq",
  "rpm",
  "timedatectl",
];

labTest("a program in a folder of the caller's PATH is found, and not run", async () => {
  await using lab = await Lab.start(referenceSite());
  const planted = path.join(lab.folder, "planted");
  const ran = path.join(lab.folder, "ran");
  await Promise.all([mkdir(planted), mkdir(ran)]);
  for (const program of PROGRAMS)
    await writeFile(path.join(planted, program), `#!/bin/sh\n: > ${ran}/${program}\n`, { mode: 0o755 });
  const { stdout } = await preflight(lab, [...SITE_FLAGS, "--self-host-ntp", "--format", "json"], {
    env: { PATH: `${planted}:${process.env["PATH"] ?? ""}` },
  });
  const tool = parseReport(stdout).checks.find(({ id }) => id === "tools.iptables.installed");
  expect({ ran: await readdir(ran), tool: tool?.message }).toEqual({ ran: [], tool: `${planted}/iptables` });
});
