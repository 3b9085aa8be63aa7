/** How long a run takes beside what it cannot avoid: a healthy one, and one in which every packet is dropped. */
import type { AnyObservation } from "../../src/model/probe.ts";
import type { Report } from "../../src/model/report.ts";
import { Lab } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { referenceSite, SITE_FLAGS } from "../lab/reference-site.ts";
import { hostOf } from "../scenarios/scenario.ts";
import { amount, median, print, printGoal, printRatio } from "./print.ts";

const RUNS = 9;
const FLAGS = [...SITE_FLAGS, "--format", "json"];

interface Timed {
  report: Report;
  wallMs: number;
}

async function timed(lab: Lab, flags: string[], options: Parameters<typeof preflight>[2] = {}): Promise<Timed> {
  const startedAt = performance.now();
  const { stdout } = await preflight(lab, flags, options);
  return { report: JSON.parse(stdout) as Report, wallMs: performance.now() - startedAt };
}

/** The longest chain of questions of which each needs the answer before it: a name, then the conversation with its address. */
function longestChainMs(observations: AnyObservation[]): number {
  const lookupMs = (host: string) =>
    Math.max(
      0,
      ...observations.flatMap(({ request, durationMs }) =>
        request.probe === "dns" && request.type === "A" && request.name === host ? [durationMs] : [],
      ),
    );
  const chains = observations.map(({ request, durationMs }) =>
    request.probe === "http" ? lookupMs(request.host) + durationMs : durationMs,
  );
  return Math.max(...chains);
}

const ms = (value: number) => amount(value, "ms");

{
  await using lab = await Lab.start(referenceSite());
  const runs: Timed[] = [];
  const plain: Timed[] = [];
  // In turns, so that both meet the same weather.
  for (let run = 0; run < RUNS; run++) {
    runs.push(await timed(lab, FLAGS));
    plain.push(await timed(lab, [...FLAGS, "--no-diagnosis"]));
  }
  const run = median(runs.map(({ report }) => report.run.durationMs));
  const chain = median(runs.map(({ report }) => longestChainMs(report.observations)));
  printRatio(
    [`healthy: run once the process is up, median of ${RUNS}`, run],
    ["longest chain of questions in it", chain],
    "ms",
    1.5,
  );
  print("healthy: whole process", ms(median(runs.map(({ wallMs }) => wallMs))));
  const plainRun = median(plain.map(({ report }) => report.run.durationMs));
  printRatio(["healthy: run with the diagnosis", run], ["with --no-diagnosis", plainRun], "ms", 1.2);
  print("healthy: walks in a run (goal: 1)", `${runs[0]?.report.paths.length ?? 0}`);
  print("healthy: verdict", runs[0]?.report.verdict ?? "none");
}

const TIMEOUT_MS = 3_000;
/** The second attempt begins after two fifths of the first. */
const BOUND_MS = 0.4 * TIMEOUT_MS + TIMEOUT_MS + 1_000;

for (const [name, files] of [
  ["dropped, DNS too", {}],
  // With every name in the hosts file the connections are made, and all of them time out.
  ["dropped, names known", { "/etc/hosts": hostsFile() }],
] as const) {
  const network = referenceSite();
  hostOf(network, "core-switch").filter = { forward: ["drop"] };
  await using lab = await Lab.start(network);
  const checksAlone = await timed(lab, [...FLAGS, "--no-diagnosis"], { files });
  const whole = await timed(lab, FLAGS, { files });
  const { durationMs } = checksAlone.report.run;
  printRatio(
    [`${name}: checks alone`, durationMs],
    [`two attempts of ${TIMEOUT_MS} ms that overlap, and 1 s`, BOUND_MS],
    "ms",
    1,
  );
  printGoal(`${name}: with the diagnosis`, whole.report.run.durationMs, "ms", 8_000);
  print(`${name}: whole process`, ms(whole.wallMs));
  print(`${name}: failed checks`, `${whole.report.summary.fail}`);
}

function hostsFile(): string {
  const services = Object.values(referenceSite().hosts).flatMap((host) => host.services ?? []);
  const records = services.flatMap((service) => (service.kind === "dns" ? Object.entries(service.records ?? {}) : []));
  return records.map(([name, addresses]) => `${addresses[0] ?? ""} ${name}`).join("\n");
}
