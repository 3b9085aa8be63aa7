import path from "node:path";
import { describe, expect } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { STARVED } from "../scenarios/starved.ts";
import { labTest } from "../support/lab-test.ts";
import { parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_FLAGS } from "./reference-site.ts";

const FIFTH_OF_A_CORE = [process.execPath, path.resolve(import.meta.dirname, "pacer.mjs"), "20", "80"];
/** One of each kind; `scripts/bench starved` looks at all of them. */
const LOOKED_AT = [
  "a network that works",
  "firewall: 6443 dropped",
  "API server: nothing listens",
  "DNS: public addresses",
];

const codes = ({ checks }: Report) => checks.map(({ id, status, code }) => `${id} ${status} ${code}`);
const firstDevices = ({ diagnosis }: Report) => diagnosis.findings.map(({ suspects }) => suspects[0]?.device);

describe.concurrent(
  "on a machine that gives it a fifth of a core, a run says what it says when it is left alone",
  () => {
    for (const { name, fault } of STARVED.filter((each) => LOOKED_AT.includes(each.name)))
      labTest(name, async () => {
        const network = referenceSite();
        fault?.patch?.(network);
        await using lab = await Lab.start(network);
        const run = async (wrap: string[]) =>
          parseReport((await preflight(lab, [...SITE_FLAGS, "--format", "json"], { wrap })).stdout);
        const [alone, starved] = [await run([]), await run(FIFTH_OF_A_CORE)];
        expect(codes(starved)).toEqual(codes(alone));
        expect(firstDevices(starved)).toEqual(firstDevices(alone));
      });
  },
);
