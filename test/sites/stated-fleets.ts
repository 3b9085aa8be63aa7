/** Fleets made of copies of recorded runs, stated and held against the truth. */
import { findingsOf } from "../../src/fleet/statement.ts";
import { FleetReports, type Member } from "../../src/fleet/reports.ts";
import type { CloudConfiguration } from "../../src/model/cloud.ts";
import type { FleetFinding } from "../../src/model/fleet.ts";
import type { Report } from "../../src/model/report.ts";
import { print } from "../bench/print.ts";
import { en } from "../support/words.ts";
import { EXTENTS, SUBNETS, type FleetRun, type RecordedFleet } from "./fleet.ts";
import { Draw } from "./random.ts";
import { shareText } from "./score.ts";
import { SILENCES } from "./site.ts";

const SURE = 0.9;

export interface FleetScore {
  fleet: RecordedFleet;
  nodes: number;
  /** Of the shared fault: named first, among the suspects, and all who meet it in one finding. Absent where it does no harm. */
  shared?: { first: boolean; inGroup: boolean; whole: boolean; group: number };
  /** Of the faults of single servers: how many show, and how many are named. */
  own: { shown: number; named: number };
  findings: number;
  /** Findings that say a wrong device with nine tenths or more. */
  sure: number;
  findingsSaid: readonly FleetFinding[];
  told: string[];
}

/** Copies of a run, each with a name and an address of its own. */
export function copyOf({ report }: FleetRun, name: string, host: number): Report {
  const { node, run } = report;
  const interfaces = node.interfaces.map((each) => ({
    ...each,
    addresses: each.addresses.map((cidr) => cidr.replace(/^(\d+\.\d+\.\d+)\.\d+\/24$/, `$1.${host}/24`)),
  }));
  return { ...report, node: { ...node, hostname: name, interfaces }, run: { ...run, id: name } };
}

/**
 * @param isSmall three failing servers and one that passes, none with a fault of its own; else some hundred servers of all kinds.
 * @param cloud the cloud's configuration, as an export has it.
 */
export async function stated(fleet: RecordedFleet, isSmall: boolean, cloud?: CloudConfiguration): Promise<FleetScore> {
  const draw = new Draw(fleet.seed * 5 + 3);
  const reports = new FleetReports();
  const documents = new Map<string, Report>();
  const truth = new Map<string, { shared: boolean; own?: FleetRun }>();
  const base = new Map(
    SUBNETS.map((subnet) => [subnet, fleet.runs.find((run) => run.subnet === subnet && run.own === undefined)]),
  );
  const add = (run: FleetRun, name: string, host: number) => {
    const report = copyOf(run, name, host);
    documents.set(name, report);
    truth.set(name, { shared: fleet.hit.includes(run.subnet), ...(run.own !== undefined && { own: run }) });
    reports.add(report, { name, again: () => report });
  };
  for (const subnet of SUBNETS) {
    const run = base.get(subnet);
    const copies = isSmall ? (fleet.hit.includes(subnet) ? 3 : 1) : draw.integer(5, 60);
    if (isSmall && subnet === "b" && fleet.extent !== "all") continue;
    for (let copy = 0; run !== undefined && copy < copies; copy++) add(run, `node-${subnet}${copy}`, 100 + copy);
  }
  if (!isSmall)
    for (const [index, run] of fleet.runs.entries())
      if (run.own !== undefined) add(run, `own-${run.subnet}${index}`, 20 + index);
  const members = reports.members(() => ({}));
  const { findings } = await findingsOf(members, {
    words: en,
    read: (member: Member) => documents.get(member.id),
    cloudOf: (site) => Promise.resolve({ site, ...(cloud !== undefined && { cloud }) }),
  });
  return score(fleet, members, truth, base, findings);
}

const failureOf = ({ report }: FleetRun) =>
  report.checks
    .filter(({ status }) => status === "fail")
    .map(({ id, code }) => `${id} ${code}`)
    .join();

function score(
  fleet: RecordedFleet,
  members: readonly Member[],
  truth: ReadonlyMap<string, { shared: boolean; own?: FleetRun }>,
  base: ReadonlyMap<string, FleetRun | undefined>,
  findings: readonly FleetFinding[],
): FleetScore {
  const plain = members.filter(({ id }) => truth.get(id)?.own === undefined);
  const hit = plain.filter(({ id, summary }) => truth.get(id)?.shared === true && summary.verdict !== "ready");
  const device = fleet.shared?.device;
  const of = (id: string) => findings.filter(({ nodes }) => nodes.includes(id));
  const main = hit[0] === undefined ? undefined : of(hit[0].id)[0];
  const own = members.flatMap(({ id }) => {
    const run = truth.get(id)?.own;
    const without = run === undefined ? undefined : base.get(run.subnet);
    return run === undefined || without === undefined || failureOf(run) === failureOf(without) ? [] : [id];
  });
  // A device is right for a finding if it is to blame for one of its nodes.
  const isRight = ({ nodes, suspects }: FleetFinding) =>
    nodes.some((id) => {
      const { shared, own: run } = truth.get(id) ?? { shared: false };
      return (shared && suspects[0]?.device === device) || (run !== undefined && suspects[0]?.device === "node");
    });
  return {
    fleet,
    nodes: members.length,
    ...(hit.length > 0 &&
      device !== undefined && {
        shared: {
          first: main?.suspects[0]?.device === device,
          inGroup: main?.suspects.some((each) => each.device === device) ?? false,
          whole: hit.every(({ id }) => main?.nodes.includes(id) === true),
          group: main?.suspects.length ?? 0,
        },
      }),
    own: {
      shown: own.length,
      named: own.filter((id) => of(id).some(({ suspects }) => suspects[0]?.device === "node")).length,
    },
    findings: findings.length,
    sure: findings.filter((each) => (each.suspects[0]?.probability ?? 0) >= SURE && !isRight(each)).length,
    findingsSaid: findings,
    told: findings.map(
      ({ nodes, suspects, explains, common, verdict }) =>
        `${nodes.length} nodes (${nodes.slice(0, 3).join(" ")}), ${explains.length} checks, ${verdict}: ${suspects.map(({ misconfiguration, probability }) => `${misconfiguration} ${probability}`).join(" / ")} [${common.map(({ kind, value }) => `${kind} ${value}`).join(", ")}]`,
    ),
  };
}

/** Prints how often the statements are right. @param isSmall three servers that fail beside one that passes. */
export async function scoreFleets(fleets: readonly RecordedFleet[], isSmall: boolean): Promise<FleetScore[]> {
  const startedAt = performance.now();
  const scores: FleetScore[] = [];
  for (const fleet of fleets) scores.push(await stated(fleet, isSmall));
  print(
    `\n${scores.length} fleets of ${Math.min(...scores.map(({ nodes }) => nodes))} to ${Math.max(...scores.map(({ nodes }) => nodes))} nodes`,
  );
  const rows: [string, FleetScore[]][] = [
    ...EXTENTS.map((extent): [string, FleetScore[]] => [extent, scores.filter(({ fleet }) => fleet.extent === extent)]),
    ...SILENCES.map((silence): [string, FleetScore[]] => [
      silence,
      scores.filter(({ fleet }) => fleet.silence === silence),
    ]),
    ["all of them", scores],
  ];
  print(
    `${"".padEnd(26)}${"fleets".padStart(6)}  ${"shared first".padEnd(20)}${"in the group".padEnd(20)}${"group".padEnd(7)}${"in one finding".padEnd(20)}${"own named".padEnd(20)}wrong and sure`,
  );
  for (const [name, some] of rows) {
    const shared = some.flatMap((each) => each.shared ?? []);
    const sum = (of: (each: FleetScore) => number) => some.reduce((all, each) => all + of(each), 0);
    print(
      `${name.padEnd(26)}${String(some.length).padStart(6)}  ${shareText(shared.filter(({ first }) => first).length, shared.length).padEnd(20)}${shareText(shared.filter(({ inGroup }) => inGroup).length, shared.length).padEnd(20)}${(shared.reduce((all, { group }) => all + group, 0) / Math.max(1, shared.length)).toFixed(2).padEnd(7)}${shareText(shared.filter(({ whole }) => whole).length, shared.length).padEnd(20)}${shareText(
        sum(({ own }) => own.named),
        sum(({ own }) => own.shown),
      ).padEnd(20)}${shareText(
        sum(({ sure }) => sure),
        sum(({ findings }) => findings),
      )}`,
    );
  }
  print(`one statement ${((performance.now() - startedAt) / Math.max(1, scores.length)).toFixed(0)} ms`);
  return scores;
}
