import type { Device } from "../../model/device.ts";
import type { HopEvidence, Outcome } from "../../model/probe.ts";
import type { AskedRequest } from "../network/forwarding.ts";
import type { RouterId } from "../network/routed-network.ts";

/** One thing that was tried and what came of it, in the words that predictions are made in. */
export type Measured =
  | {
      kind: "connection";
      request: AskedRequest;
      saw: ConnectionOutcome;
      served: boolean;
      several: boolean;
      /** All attempts together. */
      lastedMs: number;
    }
  | {
      kind: "walk";
      request: Extract<AskedRequest, { probe: "hops" | "reflect" }>;
      /** The routers in the order in which its packets meet them. */
      way: readonly RouterId[];
      hops: WalkedHop[];
      reached: boolean;
      calm: boolean;
    }
  /** Whether the kernel sends to a destination by another link than where packets get through. */
  | { kind: "own-route"; request: Extract<AskedRequest, { probe: "route" }>; otherLink: boolean }
  | {
      kind: "resolution";
      request: Extract<AskedRequest, { probe: "dns" }>;
      placement: AnswerPlacement;
      addresses: string[];
    }
  /** Whether a host answers when it is only asked whether it is there. */
  | {
      kind: "echo";
      request: Extract<AskedRequest, { probe: "echo" }>;
      saw: EchoOutcome;
      of: EchoedHost;
      lastedMs: number;
    }
  /** How many flows live and how many are dead, and where the packets of a dead one get. */
  | {
      kind: "flows";
      request: Extract<AskedRequest, { probe: "flows" }>;
      dead: number;
      living: number;
      way: readonly RouterId[];
      hops: WalkedHop[];
    }
  | { kind: "distance"; request: AskedRequest; routers: number }
  | { kind: "sizes"; request: AskedRequest; forward: boolean; backward: boolean; holeTtl?: number }
  | { kind: "data"; request: AskedRequest; saw: Outcome; decidedTtl?: number }
  | {
      kind: "reflected";
      request: Extract<AskedRequest, { probe: "reflect" }>;
      saw: Outcome;
      heard: boolean;
      /** Absent where neither an answer nor the reflector's log tells. */
      reached?: boolean;
    };

/** A measurement as one piece of evidence, with all questions that count as this piece, such as ten names of one zone. */
export type Measurement = Measured & {
  /** Their keys. */
  questions: readonly string[];
};

/** Where a name server says that a cloud service is: in its documented range, elsewhere in the cloud, or where it cannot be. */
export type AnswerPlacement = "documented" | "cloud" | "impossible";

export type EchoOutcome = "answer" | "timed-out" | "unreachable";
/** Whose address it is: routers, servers of the site and services of the cloud answer more or less often. */
export type EchoedHost = "router" | "unrouted-router" | "server" | "service";

/** How far a conversation got, or what a name server said. */
export const CONNECTION_OUTCOME_WORDS = [
  "well",
  "refused",
  "timed-out",
  "unreachable",
  "local-error",
  "stalled",
  "closed",
  "intercepted",
  "nxdomain",
  "servfail",
  "dns-refused",
] as const;
export type ConnectionOutcome = (typeof CONNECTION_OUTCOME_WORDS)[number];

/** A hop of a walk, told by router instead of address. */
export interface WalkedHop {
  ttl: number;
  reply: HopEvidence["reply"];
  router?: RouterId;
  address?: string;
  /** Another router than a way that works has shown at this place, and on no way that is known. */
  stranger?: true;
  /**
   * A refusal by an address that no walk has placed. Its router is this hop, if a route refuses, or the hop before, if a filter refuses what
   * that hop would have passed on.
   */
  unplaced?: true;
  /** Asked from another port than the rest of the walk: another flow. */
  scouted?: true;
  /** A router that this very walk has heard before, with another between: its packets go round. */
  loops?: true;
  /** What the user has said of this address. */
  declared?: Device;
  code?: "net" | "host" | "prohibited";
}

export type MeasurementOf<K extends Measurement["kind"]> = Extract<Measured, { kind: K }>;

/** Whether a path was traced by echo requests: their silence says nothing, and connections tell the same more surely. */
export function isEchoWalk({ kind, request }: Measured): boolean {
  return kind === "walk" && request.probe === "hops" && request.protocol === "icmp";
}

/** Whether a measurement shows that something is wrong. */
export function isFailure(measurement: Measurement): boolean {
  return (
    isFailedConnection(measurement) ||
    isFailedReflection(measurement) ||
    isFailedContainerWalk(measurement) ||
    isImpossibleAnswer(measurement) ||
    (measurement.kind === "flows" && measurement.dead > 0 && measurement.living > 0)
  );
}

export function isFailedConnection(
  measurement: Measurement,
): measurement is Extract<Measurement, { kind: "connection" }> {
  return measurement.kind === "connection" && measurement.served && measurement.saw !== "well";
}

/** What is for the containers does not even get to the last router before this node. */
function isFailedContainerWalk(measurement: Measurement): boolean {
  return (
    measurement.kind === "walk" &&
    measurement.request.probe === "reflect" &&
    measurement.request.ask === "container-walk" &&
    !measurement.reached
  );
}

function isImpossibleAnswer(measurement: Measurement): boolean {
  return measurement.kind === "resolution" && measurement.placement === "impossible";
}

/** What was to come to this node and did not. */
export function isFailedReflection(measurement: Measurement): boolean {
  return (
    measurement.kind === "reflected" &&
    measurement.reached === true &&
    measurement.request.ask !== "service" &&
    measurement.saw !== "arrived" &&
    measurement.saw !== "open"
  );
}
