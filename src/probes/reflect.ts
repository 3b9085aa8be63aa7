import type { ReflectEvidence, ReflectRequest, Seen } from "../model/probe.ts";
import { answerOf, reflectedOutcome, type ReflectorAnswer } from "../wire/reflector-answer.ts";
import {
  blockToken,
  decodeReply,
  deliveryToken,
  encodeRequest,
  equalBytes,
  expectedToken,
  FULL_VXLAN_BYTES,
  MAX_REQUEST_BYTES,
  MIN_REQUEST_BYTES,
  NO_SERVICE,
  NONCE_BYTES,
  serviceToken,
  SMALL_VXLAN_BYTES,
  TOKEN_BYTES,
  vxlanPacket,
  vxlanToken,
} from "../wire/reflector-message.ts";
import type { ReflectorPort, World } from "../world/world.ts";
import { aborted, delay, type Timers } from "../waiting.ts";
import type { Prober } from "./prober.ts";

/** Longer than the reflector takes for anything: after that the request or its answer is lost. */
const ANSWER_WAIT_MS = 2_900;
const WALK_WAIT_MS = 4_200;
/** For a kernel's error, where no answer is expected. */
const UNHEARD_WAIT_MS = 300;
/** What the reflector has sent may come behind its answer, and a busy node may look at the answer first. */
const BEHIND_MS = 1_000;

/**
 * Asks a reflector to do something from the cloud's side, and listens meanwhile: what arrives with the token of this very
 * request has come to this process, whatever else answers on the way.
 */
export const reflect: Prober<"reflect"> = async (request, world, signal): Promise<Seen<"reflect">> => {
  const port = world.reflector;
  if (port === undefined) return { outcome: "not-asked", reason: "no key" };
  const source = await port.localAddressTowards(request.via);
  if (!source.ok) return { outcome: "local-error", evidence: { heard: false, errno: source.errno } };
  const service = serviceOf(request, port.authenticator);
  /** One for each time it was asked. */
  const nonces: Uint8Array[] = [];
  const isDelivery = (token: Uint8Array, bytes: number) =>
    nonces.some((nonce) => equalBytes(deliveryToken({ ...request, nonce }, bytes, port.authenticator), token));
  const arrivals = { small: false, fullSize: false };
  let tellArrived: () => void = () => undefined;
  const allArrived = new Promise<void>((resolve) => (tellArrived = resolve));
  const listener = LISTENED_FOR.has(request.ask)
    ? await port.listenFor(request.protocol, request.port, (data) => {
        const bytes = request.protocol === "tcp" ? TOKEN_BYTES : data.length;
        const seen = request.protocol === "tcp" ? data.subarray(0, TOKEN_BYTES) : vxlanToken(data);
        if (seen === undefined || !DELIVERED_BYTES.has(bytes) || !isDelivery(seen, bytes)) return;
        if (bytes === FULL_VXLAN_BYTES) arrivals.fullSize = true;
        else arrivals.small = true;
        if (arrivals.small && (request.ask !== "datagram" || arrivals.fullSize)) tellArrived();
      })
    : undefined;
  try {
    const waits: Wait[] = [];
    const waitFor = (milliseconds: number) => {
      const wait = signalAfter(milliseconds, world);
      waits.push(wait);
      return wait;
    };
    const ask = { ...request, source: source.value, service, nonces };
    const sending = request.ask === "expect" ? sendExpected(request, nonces, port, world.clock, signal) : undefined;
    const answer = await askUntilAnswered(ask, port, world, waitFor, signal);
    sending?.end();
    if (listener?.ok === true && answer?.saw === "open") {
      const overdue = waitFor(BEHIND_MS);
      await Promise.race([allArrived, aborted(AbortSignal.any([signal, overdue.signal]))]);
      overdue.callOff();
    }
    if (waits.some(({ enough }) => !enough)) return { outcome: "not-heard" };
    const evidence: ReflectEvidence = {
      heard: answer !== undefined,
      ...(answer !== undefined && { reached: true }),
      ...(listener?.ok === true && { arrived: arrivals.small }),
      ...(listener?.ok === true && request.ask === "datagram" && { arrivedFullSize: arrivals.fullSize }),
      ...(listener?.ok === false && { errno: listener.errno }),
      ...answer,
    };
    return { outcome: reflectedOutcome(request, evidence), evidence };
  } finally {
    if (listener?.ok === true) await listener.value.close();
  }
};

function serviceOf(
  { ask, host = "", port }: ReflectRequest,
  authenticator: ReflectorPort["authenticator"],
): Uint8Array {
  if (ask === "service") return serviceToken(host, port, authenticator);
  return ask === "container-walk" ? blockToken(host, authenticator) : NO_SERVICE;
}

/** The request has to be there before; then each size several times, since one datagram may be lost. */
const SEND_EVERY_MS = 600;
const MAX_SENDS = 9;

/** What the reflector listens for because of the newest request, until it has answered. */
function sendExpected(
  { via, port: to }: ReflectRequest,
  nonces: readonly Uint8Array[],
  port: ReflectorPort,
  timers: Timers,
  signal: AbortSignal,
): { end: () => void } {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  void (async () => {
    for (
      let sent = 0;
      sent < MAX_SENDS && (await delay(timers, sent === 0 ? FIRST_SENT_AFTER_MS : SEND_EVERY_MS, either));
      sent++
    ) {
      const nonce = nonces.at(-1);
      if (nonce === undefined) continue;
      const packets = [SMALL_VXLAN_BYTES, FULL_VXLAN_BYTES].map((bytes) =>
        vxlanPacket(expectedToken({ nonce, port: to }, bytes, port.authenticator), bytes),
      );
      await port.deliverDatagrams({ ip: via.ip, port: to }, packets);
    }
  })();
  return {
    end: () => {
      ended.abort();
    },
  };
}

const FIRST_SENT_AFTER_MS = 150;

/** Of a connection its token alone, of datagrams both sizes. */
const DELIVERED_BYTES: ReadonlySet<number> = new Set([TOKEN_BYTES, SMALL_VXLAN_BYTES, FULL_VXLAN_BYTES]);

/** What makes the reflector send less than the smallest request. */
const SMALL_ENOUGH: ReadonlySet<ReflectRequest["ask"]> = new Set<ReflectRequest["ask"]>([
  "connect",
  "service",
  "expect",
]);

const LISTENED_FOR: ReadonlySet<ReflectRequest["ask"]> = new Set<ReflectRequest["ask"]>(["connect", "datagram"]);

/** A datagram may be lost; the second one has a nonce of its own, since the reflector takes none twice. */
async function askUntilAnswered(
  request: ReflectRequest & { source: string; service: Uint8Array; nonces: Uint8Array[] },
  port: ReflectorPort,
  world: World,
  waitFor: (milliseconds: number) => Wait,
  signal: AbortSignal,
): Promise<ReflectorAnswer | undefined> {
  const { attempts, waitMs } = paceOf(request);
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt++) {
    const nonce = port.randomBytes(NONCE_BYTES);
    request.nonces.push(nonce);
    // Nothing that is sent because of a request is larger than it.
    const size = SMALL_ENOUGH.has(request.ask) ? MIN_REQUEST_BYTES : MAX_REQUEST_BYTES;
    const message = encodeRequest({ ...request, sentAtMs: world.clock.epochMs(), nonce, size }, port.authenticator);
    const overdue = waitFor(waitMs);
    const reply = await world.exchangeUdp(
      message,
      request.via,
      (datagram) => decodeReply(datagram, nonce, port.authenticator) !== undefined,
      AbortSignal.any([signal, overdue.signal]),
    );
    overdue.callOff();
    if (reply.ok) return answerOf(decodeReply(reply.value, nonce, port.authenticator));
  }
  return undefined;
}

interface Wait {
  signal: AbortSignal;
  callOff: () => void;
  /** False once it was given up because this process was too busy to listen. */
  enough: boolean;
}

/** A signal that fires once this process has listened for so long. */
function signalAfter(milliseconds: number, world: World): Wait {
  const controller = new AbortController();
  const wait: Wait = { signal: controller.signal, callOff: () => undefined, enough: true };
  wait.callOff = world.clock.afterListening(milliseconds, (enough) => {
    wait.enough = enough;
    controller.abort();
  });
  return wait;
}

function paceOf({ ask, unheard }: ReflectRequest): { attempts: number; waitMs: number } {
  if (unheard === true) return { attempts: 2, waitMs: UNHEARD_WAIT_MS };
  return ask === "walk" || ask === "calm-walk" || ask === "container-walk"
    ? { attempts: 1, waitMs: WALK_WAIT_MS }
    : { attempts: 2, waitMs: ANSWER_WAIT_MS };
}
