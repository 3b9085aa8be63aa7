import type { CloudConfiguration } from "../../model/cloud.ts";
import type { AnyObservation } from "../../model/probe.ts";
import type { StatementOf } from "../inference/hypotheses.ts";
import { nodeAddress, routerAddresses, type Network } from "../network/routed-network.ts";
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
 * What the cloud's configuration says of each setting that may be wrong, with its likelihood ratio: how much more often a
 * configuration reads so where just this setting is wrong than where it is well.
 */
export function statementsOf(
  evidence: CloudEvidence | undefined,
  network: Network,
  observations: readonly AnyObservation[],
): StatementOf {
  if (evidence === undefined || evidence.configuration.lists.length === 0) return () => undefined;
  const question: CloudQuestion = {
    view: new CloudView(evidence.configuration, network.traffic.site, routerAddresses(network)),
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
