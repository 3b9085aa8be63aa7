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
      },
    };
  } catch (error) {
    // The library's own time-out is an Error without a code; a failed send carries the kernel's.
    return { ok: false, errno: error instanceof Error && "code" in error ? errnoOf(error) : "ETIMEDOUT" };
  } finally {
    stop();
  }
}

function noop(): void {
  // Nothing to stop yet.
}

function asciiOnly(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 4);
}
