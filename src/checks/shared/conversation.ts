import { fail, pass, type Judgement, type CheckContext } from "../../model/check.ts";
import type { CauseCode, Messages } from "../../model/message.ts";
import type { HttpRequest, Observation, OutcomeOf, TcpEvidence } from "../../model/probe.ts";
import type { Endpoint } from "../../model/report.ts";
import { tlsAlertOf } from "../../wire/tls-alerts.ts";
import { toEachAddress } from "./resolution.ts";

/**
 * One HTTP conversation with every address of a name, from which three checks are judged: it connects, it is trusted,
 * it is the service.
 */
export type Conversation = Omit<HttpRequest, "probe" | "to"> & { port: number };
export type HttpObservation = Observation<"http">;
/** A connection alone, or a conversation on one. */
type Connected = HttpObservation | Observation<"tcp">;

export function conversationQuestions(conversation: Conversation, context: CheckContext): Record<string, HttpRequest> {
  const { port, ...request } = conversation;
  return toEachAddress(conversation.host, context, (ip) => ({ probe: "http", to: { ip, port }, ...request }));
}

type ConnectionCode = {
  [K in CauseCode]: Messages[K] extends Messages["connect-timed-out"] ? K : never;
}[CauseCode];

type ConnectionCodes = Partial<Record<OutcomeOf<"tcp" | "http">, ConnectionCode>>;

const CONNECT_CODES: ConnectionCodes = {
  refused: "connect-refused",
  reset: "connect-reset",
  "timed-out": "connect-timed-out",
  unreachable: "connect-unreachable",
  "local-error": "connect-local-error",
};

const TLS_CODES: ConnectionCodes = {
  "tls-timed-out": "tls-timed-out",
  "tls-closed": "tls-closed",
  "tls-alert": "tls-alert",
  "tls-not-tls": "tls-not-tls",
};

const HTTP_CODES: ConnectionCodes = {
  "http-timed-out": "http-timed-out",
  "http-closed": "http-closed",
  "http-malformed": "http-malformed",
};

/** A name is reachable when each of its addresses is: clients pick one, and a rule that lacks one breaks them at random. */
export function judgeConnect(seen: Connected[], host: string, context: CheckContext): Judgement {
  const failure = phaseFailure(seen, CONNECT_CODES, host, context);
  if (failure !== undefined) return failure;
  const connectMs = Math.max(0, ...seen.map((one) => tcpOf(one)?.connectMs ?? 0));
  const first = firstOf(seen);
  return pass(
    "ok:connects",
    { ...where(first, host), addresses: seen.map((one) => one.request.to.ip), connectMs },
    { endpoint: endpointOf(first, host), durationMs: connectMs },
  );
}

function tcpOf({ evidence }: Connected): TcpEvidence | undefined {
  return evidence !== undefined && "tcp" in evidence ? evidence.tcp : evidence;
}

export function handshakeFailure(seen: HttpObservation[], host: string, context: CheckContext): Judgement | undefined {
  return phaseFailure(seen, TLS_CODES, host, context);
}

export function requestFailure(seen: HttpObservation[], host: string, context: CheckContext): Judgement | undefined {
  return phaseFailure(seen, HTTP_CODES, host, context);
}

function phaseFailure(
  seen: Connected[],
  codes: ConnectionCodes,
  host: string,
  context: CheckContext,
): Judgement | undefined {
  const failed = seen.filter((one) => codes[one.outcome] !== undefined);
  const [first] = failed;
  const code = first && codes[first.outcome];
  if (first === undefined || code === undefined) return undefined;
  const { evidence } = first;
  const tlsErrno = evidence !== undefined && "tls" in evidence ? evidence.tls?.errno : undefined;
  const errno = evidence?.errno ?? tlsErrno ?? tcpOf(first)?.errno ?? first.outcome;
  const alert = tlsAlertOf(errno);
  return fail(
    code,
    {
      ...where(first, host),
      failed: failed.length,
      asked: seen.length,
      attempts: first.attempts,
      timeoutMs: context.site.timeoutMs,
      errno,
      ...(alert !== undefined && { alert }),
    },
    { endpoint: endpointOf(first, host), durationMs: first.durationMs },
  );
}

export function where(one: Connected, host: string): { host: string; address: string; port: number } {
  return { host, address: one.request.to.ip, port: one.request.to.port };
}

export function endpointOf(one: Connected, host: string): Endpoint {
  return { host, address: one.request.to.ip, port: one.request.to.port, protocol: "tcp" };
}

/** The runner judges only what was asked, and a check without addresses is blocked before. */
export function firstOf<O extends Connected>(seen: O[]): O {
  const [first] = seen;
  if (first === undefined) throw new RangeError("a conversation was judged without an address");
  return first;
}
