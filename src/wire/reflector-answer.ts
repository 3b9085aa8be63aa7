import type {
  HopReply,
  ProberOutcome,
  ReflectedHop,
  ReflectEvidence,
  ReflectSaw,
  ReflectRequest,
} from "../model/probe.ts";
import { isIpv4 } from "./cidr.ts";
import { itemsOf, fieldsOf } from "./json.ts";

/** What a reflector says of one request, and what it comes to together with what has arrived here. */
export type ReflectorAnswer = Pick<ReflectEvidence, "saw" | "observedSource" | "hops">;

const SAW: ReadonlySet<string> = new Set<ReflectSaw>([
  "arrived",
  "black-hole",
  "open",
  "refused",
  "timed-out",
  "unreachable",
  "local-error",
  "reached",
  "cut-off",
  "rejected",
  "looped",
  "translated",
  "not-asked",
]);
const REPLIES: ReadonlySet<string> = new Set<HopReply>([
  "time-exceeded",
  "open",
  "refused",
  "answer",
  "unreachable",
  "too-big",
  "silent",
  "local-error",
]);
const MAX_HOPS = 16;

/**
 * What a reflector says of one request, by answer or by log. It has the key, but its host may have fallen and a log may be
 * edited: nothing of it is taken as it comes.
 */
export function answerOf(body: unknown): ReflectorAnswer {
  const { saw, source, hops } = fieldsOf(body);
  return {
    ...(typeof saw === "string" && SAW.has(saw) && { saw: saw as ReflectSaw }),
    ...(typeof source === "string" && isIpv4(source) && { observedSource: source }),
    ...(Array.isArray(hops) && { hops: hops.slice(0, MAX_HOPS).flatMap((hop) => hopOf(hop) ?? []) }),
  };
}

function hopOf(value: unknown): ReflectedHop | undefined {
  const [ttl, reply, address, icmpCode] = itemsOf(value);
  if (typeof ttl !== "number" || !Number.isInteger(ttl) || ttl < 1 || ttl > MAX_HOPS) return undefined;
  if (typeof reply !== "string" || !REPLIES.has(reply)) return undefined;
  return {
    ttl,
    reply: reply as HopReply,
    ...(typeof address === "string" && isIpv4(address) && { address }),
    ...(typeof icmpCode === "number" && Number.isInteger(icmpCode) && { icmpCode }),
  };
}

/**
 * Only the reflector's own answer, or its log, says that something came from it; then what has arrived here outweighs what
 * the reflector could see of it.
 */
export function reflectedOutcome(
  { ask }: Pick<ReflectRequest, "ask">,
  { reached, arrived, arrivedFullSize, saw }: ReflectEvidence,
): ProberOutcome<"reflect"> {
  if (reached !== true) return "unheard";
  if (arrived === true) return arrivedFullSize === false ? "black-hole" : "arrived";
  // It was the reflector that listened.
  if (ask === "expect") return saw ?? "unknown";
  // Its own host kept it from sending.
  if (saw === "translated" || saw === "local-error") return saw;
  // Nobody answers a datagram: where this process listened in vain, it was lost; else nobody can say.
  if (ask === "datagram") return arrived === false ? "timed-out" : "unknown";
  // A handshake that ends before this process has its token was somebody else's.
  if (ask === "connect" && saw === "open" && arrived === false) return "timed-out";
  return saw ?? "unknown";
}
