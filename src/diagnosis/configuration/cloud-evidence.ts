import type { CloudConfiguration } from "../../model/cloud.ts";
import type { AnyObservation, Observation } from "../../model/probe.ts";
import type { StatementOf } from "../inference/hypotheses.ts";
import { isBeyondTheLine, type Network } from "../network/routed-network.ts";
import { CONFIGURATION } from "../probabilities.ts";
import type { CloudQuestion, CloudStatement } from "./statement.ts";
import { cloudStatement } from "./statements.ts";
import { CloudView } from "../../cloud/view.ts";

/** What the cloud says of its own devices, and how long before the run, or after it, it was asked. */
export interface CloudEvidence {
  configuration: CloudConfiguration;
  /** Absent: nobody knows. */
  ageMs?: number;
}

/**
 * What a configuration says of each setting that may be wrong, with its weight: by how much more likely the configuration reads
 * so if just this is wrong than if it is well.
 */
export function cloudWord(
  evidence: CloudEvidence | undefined,
  network: Network,
  observations: readonly AnyObservation[],
): StatementOf {
  if (evidence === undefined || evidence.configuration.lists.length === 0) return () => undefined;
  const addresses = [...network.routers.values()].flatMap((router) => router.addresses);
  const question: CloudQuestion = {
    view: new CloudView(evidence.configuration, network.traffic.site, addresses),
    traffic: network.traffic,
    node: nodeAddress(network, observations),
  };
  const changed = chanceOfChange(evidence.ageMs);
  return (misconfiguration, instance) => {
    const statement = cloudStatement(misconfiguration, instance, question);
    return statement === undefined ? undefined : { statement, likelihoodRatio: ratioOf(statement, changed) };
  };
}

const DAY_MS = 86_400_000;

function chanceOfChange(ageMs: number | undefined): number {
  return ageMs === undefined
    ? CONFIGURATION.changedIfUnknown
    : 1 - 0.5 ** (Math.abs(ageMs) / DAY_MS / CONFIGURATION.halfLifeDays);
}

function ratioOf({ says }: CloudStatement, changed: number): number {
  if (says === "aside") return 1;
  const { ifFaulty, ifWell } = CONFIGURATION[says];
  const now = (chance: number) => (1 - changed) * chance + changed * CONFIGURATION.ifChanged;
  return now(ifFaulty) / now(ifWell);
}

/** The address that packets to the cloud are sent from. */
export function nodeAddress(
  { traffic, sideOf, workingSources }: Network,
  observations: readonly AnyObservation[],
): string | undefined {
  if (traffic.site.sourceIp !== undefined) return traffic.site.sourceIp;
  const routes = observations.filter((one): one is Observation<"route"> => one.request.probe === "route");
  const towardsCloud = routes.filter(({ request }) => isBeyondTheLine(sideOf(request.to)));
  return towardsCloud.flatMap(({ evidence }) => evidence?.source ?? [])[0] ?? [...workingSources][0];
}
