import { findMisconfiguration } from "../catalogue/misconfigurations/misconfigurations.ts";
import { symptomOf } from "../catalogue/misconfigurations/symptoms.ts";
import { STOP_AT } from "./probabilities.ts";
import type { Words } from "../catalogue/words/words.ts";
import type { Device } from "../model/device.ts";
import type { AnyObservation } from "../model/probe.ts";
import type { Action, CheckId, CheckResult, Finding, Path } from "../model/report.ts";
import type { Site } from "../model/site.ts";
import { attributeHops, PATH_DEVICES, type HopAttribution } from "./network/hop-attribution.ts";
import { statementsOf, type CloudEvidence } from "./configuration/cloud-evidence.ts";
import { classesOf } from "./inference/hypotheses.ts";
import { actionsOf } from "./explain/actions.ts";
import { pathFinding, signFindings } from "./explain/findings.ts";
import { networkOf, walksOf, type Elsewhere, type Network } from "./network/routed-network.ts";
import { nextQuestions } from "./inference/next-question.ts";
import { rankFaults, type RankedFault } from "./inference/posterior.ts";
import { reweighed, type OthersLikelihood } from "./inference/others.ts";
import type { AskedRequest } from "./network/forwarding.ts";
import { isFailure, type Measurement } from "./measurements/measurement.ts";
import { measurementsOf } from "./measurements/kinds.ts";

/** Everything that is known, alive or from a saved report. */
export interface Evidence {
  site: Site;
  observations: readonly AnyObservation[];
  checks: readonly CheckResult[];
  /** The questions that a check's verdict is about, by their keys. */
  judgedFrom: ReadonlyMap<CheckId, ReadonlySet<string>>;
  /** What the cloud says of its own devices, where somebody has asked it. */
  cloud?: CloudEvidence;
  /** What a node behind the same gateway has seen that reaches everything. */
  neighbours?: readonly AnyObservation[];
  /** What other nodes' ways show of routers that this one's packets pass as well. */
  elsewhere?: Elsewhere;
}

export interface Diagnosis {
  findings: Finding[];
  actions: Action[];
  /** The checks, each failed one with the device of the finding that explains it. */
  checks: CheckResult[];
  paths: Path[];
  /** Those of the findings that the network was asked about; the others are what a check has found by itself. */
  onPath: ReadonlySet<Finding>;
}

/** What a body of evidence says: inferred once, whether to ask on or to tell. */
export interface Inference {
  evidence: Evidence;
  network: Network;
  attribution: HopAttribution;
  measurements: Measurement[];
  faults: RankedFault[];
}

export function infer(evidence: Evidence): Inference {
  const { site, observations, checks, cloud, neighbours, elsewhere } = evidence;
  const walked = {
    ...networkOf(site, observations, neighbours),
    ...(elsewhere !== undefined && { elsewhere }),
  };
  const attribution = attributeHops(walked);
  const network = withDeclaredHops(walked, attribution);
  const measurements = measurementsOf(network, observations);
  const faults = measurements.some(isFailure)
    ? rankFaults(
        network,
        classesOf(network, attribution, checks, statementsOf(cloud, network, observations)),
        measurements,
      )
    : [];
  return { evidence, network, attribution, measurements, faults };
}

/** The same, with what other nodes have met weighed in. @param likelihoodOf as in `reweighed`. */
export function besideOthers(inference: Inference, likelihoodOf: OthersLikelihood, ifUnknown: number): Inference {
  const { network, faults } = inference;
  return { ...inference, faults: faults.map((fault) => reweighed(fault, network, likelihoodOf, ifUnknown)) };
}

/** A hop that nobody has heard, but whose address the user has given, is asked by that address: it has a place as well. */
function withDeclaredHops(network: Network, attribution: HopAttribution): Network {
  const owners = new Map<string, string>();
  for (const { device, cidr } of network.traffic.site.hops) {
    const address = cidr.endsWith("/32") ? cidr.slice(0, -3) : undefined;
    const pathDevice = PATH_DEVICES.find((each) => each === device);
    if (address === undefined || pathDevice === undefined || network.ownerOf(address) !== undefined) continue;
    const [place] = attribution.places[pathDevice]
      .filter(({ id, behind }) => !behind && !network.routers.has(id))
      .sort((a, b) => b.chance - a.chance);
    if (place !== undefined) owners.set(address, place.id);
  }
  return { ...network, ownerOf: (ip) => network.ownerOf(ip) ?? owners.get(ip) };
}

/**
 * What to ask next, given what is known so far; nothing once the devices are known.
 * @param wasAsked also of questions that have no answer yet.
 */
export function whatToAsk(
  { evidence, network, measurements, faults }: Inference,
  wasAsked: (request: AskedRequest) => boolean,
): AskedRequest[] {
  return nextQuestions(network, faults, measurements, evidence.observations, wasAsked);
}

/** The same findings from the same evidence, whenever and wherever it is looked at. */
export function diagnose({ evidence, network, attribution, measurements, faults }: Inference, words: Words): Diagnosis {
  const { checks } = evidence;
  const onPath = faults.flatMap((fault) => pathFinding(network, fault, measurements, evidence, words) ?? []);
  const explained = new Set(onPath.flatMap(({ finding }) => finding.explains));
  const findings = [
    ...onPath.map(({ finding }) => finding),
    ...signFindings(
      checks.filter(({ id }) => !explained.has(id)),
      evidence,
      words,
    ),
  ];
  // Of one verdict the path's come first: which of two has 98 and which 97 % differs from run to run.
  const placed = new Set(onPath.map(({ finding }) => finding));
  const rank = (finding: Finding) => 2 * VERDICTS.indexOf(finding.verdict) + (placed.has(finding) ? 0 : 1);
  findings.sort((a, b) => rank(a) - rank(b) || certainty(b) - certainty(a));
  const pointing = checks.map((check) => withDevice(check, findings));
  return {
    findings,
    actions: actionsOf(pointing, findings, new Map(onPath.flatMap(({ commands }) => commands))),
    checks: pointing,
    paths: pathsOf(evidence.observations, network, attribution),
    onPath: placed,
  };
}

function certainty({ suspects }: Finding): number {
  return suspects[0]?.probability ?? 0;
}

/** The most certain one first. */
const VERDICTS: readonly Finding["verdict"][] = ["confirmed", "likely", "ambiguous", "unexplained"];

/** Without a look at the path: each check points where its own cause does, and no finding is claimed. */
export function undiagnosed(checks: readonly CheckResult[]): Omit<Diagnosis, "paths" | "onPath"> {
  const pointing = checks.map((check) => withDevice(check, []));
  return { findings: [], actions: actionsOf(pointing, []), checks: pointing };
}

/** A failed check points at the device of its finding; a warning at what its cause stands for. */
function withDevice(check: CheckResult, findings: readonly Finding[]): CheckResult {
  if (check.status !== "fail" && check.status !== "warn") return check;
  const finding = findings.find(({ explains }) => explains.includes(check.id));
  const symptom = symptomOf(check.code, check.group);
  const device =
    finding?.suspects[0]?.device ?? (symptom === undefined ? undefined : findMisconfiguration(symptom)?.device);
  // In the order of the contract, whatever it held before.
  const { durationMs, remedy, device: before, judgedFrom, ...head } = check;
  const pointsAt = device ?? before;
  return {
    ...head,
    ...(pointsAt !== undefined && { device: pointsAt }),
    ...(remedy !== undefined && { remedy }),
    durationMs,
    ...(judgedFrom !== undefined && { judgedFrom }),
  };
}

/** The walks as the report shows them, each hop with its device where that is certain enough to be said. */
function pathsOf(observations: readonly AnyObservation[], network: Network, attribution: HopAttribution): Path[] {
  return walksOf(observations).map(({ request, evidence }) => {
    const way = network.routersTo(request.to.ip);
    return {
      destination: { address: request.to.ip, port: request.to.port, protocol: request.protocol },
      reached: evidence.reachedTtl !== undefined,
      hops: evidence.hops.map(({ ttl, address, rttMs, reply }) => {
        const device = deviceOf(way[ttl - 1], attribution);
        return {
          ttl,
          ...(address !== undefined && { address }),
          ...(device !== undefined && reply === "time-exceeded" && { device }),
          ...(rttMs !== undefined && { rttMs }),
          reply,
        };
      }),
    };
  });
}

function deviceOf(router: string | undefined, attribution: HopAttribution): Device | undefined {
  const likeliest = router === undefined ? undefined : attribution.deviceOf(router);
  return likeliest !== undefined && likeliest.chance >= STOP_AT ? likeliest.device : undefined;
}
