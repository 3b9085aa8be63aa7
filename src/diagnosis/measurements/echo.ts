import { isOf, type OutcomeOf } from "../../model/probe.ts";
import type { Prediction } from "../network/forwarding.ts";
import type { Network } from "../network/routed-network.ts";
import { ASTRAY_CONNECTION, ECHO as ANSWERS, NOISE, UNROUTED_REFUSED } from "../probabilities.ts";
import { isUnroutedRouter, seldomHeard } from "./connection.ts";
import type { MeasurementKind } from "./kind.ts";
import type { EchoedHost, EchoOutcome } from "./measurement.ts";

/** Whether a host answers an echo request. An answer proves the way there and back; silence proves little. */
export const ECHO: MeasurementKind<"echo"> = {
  read: (network, one) => {
    if (!isOf(one, "echo")) return [];
    const saw = OUTCOMES[one.outcome];
    return saw !== undefined
      ? [{ kind: "echo", request: one.request, saw, of: hostAt(network, one.request.to), lastedMs: one.durationMs }]
      : [];
  },
  chance: ({ saw, of, lastedMs }, prediction, { suppressed }) => {
    const refused = of === "unrouted-router" ? UNROUTED_REFUSED : NOISE.positive;
    if (saw === "unreachable" && of === "unrouted-router") return refused;
    if (prediction.astray === true) return ASTRAY_CONNECTION[saw === "answer" ? "well" : saw];
    switch (expected(prediction.outcome)) {
      case "answer":
        if (saw === "answer") return ANSWERS[of];
        return saw === "timed-out" ? 1 - ANSWERS[of] - refused : NOISE.positive;
      case "unreachable": {
        const unsaid = seldomHeard(prediction, lastedMs) ?? suppressed;
        if (saw === "answer") return NOISE.contradicted;
        return saw === "timed-out" ? unsaid : 1 - unsaid - NOISE.contradicted;
      }
      case "timed-out":
        if (saw === "answer") return NOISE.contradicted;
        return saw === "timed-out" ? 1 - NOISE.contradicted - NOISE.positive : NOISE.positive;
    }
  },
  identity: ({ request }) => `echo ${request.to}`,
};

const OUTCOMES: Partial<Record<OutcomeOf<"echo">, EchoOutcome>> = {
  answer: "answer",
  "timed-out": "timed-out",
  unreachable: "unreachable",
};

/** This node's own refusal is silence here: what its kernel says of itself, other measurements tell better. */
function expected(outcome: Prediction["outcome"]): EchoOutcome {
  return outcome === "answer" || outcome === "unreachable" ? outcome : "timed-out";
}

function hostAt(network: Network, ip: string): EchoedHost {
  if (network.ownerOf(ip) !== undefined) return isUnroutedRouter(network, ip) ? "unrouted-router" : "router";
  return network.sideOf(ip) === "site" ? "server" : "service";
}
