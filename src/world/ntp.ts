import { randomFillSync } from "node:crypto";
import dgram from "node:dgram";
import { NtpTimeSync } from "ntp-time-sync";
import type { Address, NtpEvidence } from "../model/probe.ts";
import { referenceIdText } from "../wire/ntp.ts";
import { errnoOf, onAbort } from "./abort.ts";
import { ABORTED, type Attempt } from "./world.ts";

/** The library stamps requests in whole milliseconds, and its parser rounds the echo again. */
const ORIGIN_TOLERANCE_MS = 2;
/** The library's own timer, which also closes its socket. It is long, so that the caller's signal decides when to stop waiting. */
const LIBRARY_TIMEOUT_MS = 120_000;
const NTP_ERA_START_MS = Date.UTC(1900, 0, 1);

/**
 * The library's exchange only: its own offset takes the absolute value of each leg, and it checks neither origin nor
 * leap. Its socket takes the first datagram that arrives, so the echoed transmit time is what ties a reply to the
 * request.
 */
export async function exchangeNtp(
  to: Address,
  epochMs: () => number,
  signal: AbortSignal,
): Promise<Attempt<NtpEvidence>> {
  const client = new NtpTimeSync({ servers: [to.ip], replyTimeout: LIBRARY_TIMEOUT_MS });
  const sentAfterMs = epochMs();
  let stop = noop;
  const aborted = new Promise<"aborted">((resolve) => {
    stop = onAbort(signal, () => {
      resolve("aborted");
    });
  });
  try {
    const reply = await Promise.race([client.getNetworkTime(to.ip, to.port), aborted]);
    if (reply === "aborted") return { ok: false, errno: ABORTED };
    const fields = [reply.leapIndicator, reply.version, reply.mode, reply.stratum, reply.referenceId] as const;
    const times = [reply.originTimestamp, reply.receiveTimestamp, reply.transmitTimestamp] as const;
    const [leap, version, mode, stratum, referenceId] = fields;
    const [t1Ms = NaN, t2Ms = NaN, t3Ms = NaN] = times.map((time) => time?.getTime());
    // A datagram shorter than 48 octets leaves later fields undefined or not a date.
    if (
      leap === undefined ||
      version === undefined ||
      mode === undefined ||
      stratum === undefined ||
      referenceId === undefined ||
      ![t1Ms, t2Ms, t3Ms].every(Number.isFinite) ||
      // The parser makes a date of a timestamp that is cut short too, a long gone one: a server sends after it receives.
      t3Ms < t2Ms - ORIGIN_TOLERANCE_MS
    )
      return { ok: false, errno: "EBADMSG" };
    const t4Ms = reply.destinationTimestamp.getTime();
    const second = await secondExchange(to, epochMs, signal);
    return {
      ok: true,
      value: {
        leap,
        version,
        mode,
        stratum,
        // For stratum 1 the library has made text of it already, for every other stratum a decimal number.
        referenceId: stratum === 1 ? asciiOnly(referenceId) : referenceIdText(stratum, Number(referenceId)),
        rootDelayMs: (reply.rootDelay?.getTime() ?? NTP_ERA_START_MS) - NTP_ERA_START_MS,
        rootDispersionMs: (reply.rootDispersion?.getTime() ?? NTP_ERA_START_MS) - NTP_ERA_START_MS,
        t1Ms,
        t2Ms,
        t3Ms,
        t4Ms,
        originMatches: t1Ms >= sentAfterMs - ORIGIN_TOLERANCE_MS && t1Ms <= t4Ms + ORIGIN_TOLERANCE_MS,
        ...second,
      },
    };
  } catch (error) {
    // The library's own time-out is an Error without a code; a failed send carries the kernel's.
    return { ok: false, errno: error instanceof Error && "code" in error ? errnoOf(error) : "ETIMEDOUT" };
  } finally {
    stop();
  }
}

const PACKET_OCTETS = 48;
/** Version 4, mode 3 (client). */
const CLIENT_V4 = 0x23;
/** The first reply has shown that the server answers at once. */
const SECOND_WAIT_MS = 1_000;
const TRANSMIT_AT = 40;

/**
 * The library hides the sender of a reply and stamps in whole milliseconds. So the server is asked again by a socket that shows
 * both. Time clients drop a reply from another address than they asked. Without a second reply (servers limit how often they
 * answer) what the library has seen stands.
 */
function secondExchange(to: Address, epochMs: () => number, signal: AbortSignal): Promise<Partial<NtpEvidence>> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    const request = Buffer.alloc(PACKET_OCTETS);
    request.writeUInt8(CLIENT_V4, 0);
    // A number that nobody can guess: the server only echoes it.
    randomFillSync(request, TRANSMIT_AT, 8);
    const stamp = request.subarray(TRANSMIT_AT);
    let t1Ms = 0;
    let settled = false;
    const settle = (seen: Partial<NtpEvidence>) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      stop();
      socket.close();
      resolve(seen);
    };
    const nothing = () => {
      settle({});
    };
    const timer = setTimeout(nothing, SECOND_WAIT_MS);
    const stop = onAbort(signal, nothing);
    socket.on("error", nothing);
    socket.on("message", (reply, { address }) => {
      const t4Ms = epochMs();
      if (reply.length < PACKET_OCTETS || !reply.subarray(ORIGINATE_AT, ORIGINATE_AT + 8).equals(stamp)) return;
      if (address !== to.ip) {
        settle({ from: address });
        return;
      }
      const [t2Ms, t3Ms] = [stampAt(reply, RECEIVE_AT), stampAt(reply, TRANSMIT_AT)];
      settle(t3Ms >= t2Ms ? { t1Ms, t2Ms, t3Ms, t4Ms } : {});
    });
    t1Ms = epochMs();
    socket.send(request, to.port, to.ip, (error) => {
      if (error !== null) nothing();
    });
  });
}

const ORIGINATE_AT = 24;
const RECEIVE_AT = 32;
const FRACTIONS_A_MS = 2 ** 32 / 1_000;

/** An NTP timestamp as epoch milliseconds; before 2036 there is one era. */
function stampAt(packet: Buffer, at: number): number {
  return NTP_ERA_START_MS + packet.readUInt32BE(at) * 1_000 + packet.readUInt32BE(at + 4) / FRACTIONS_A_MS;
}

function noop(): void {
  // Nothing to stop yet.
}

function asciiOnly(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 4);
}
