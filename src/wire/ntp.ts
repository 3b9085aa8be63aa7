import type { NtpEvidence } from "../model/probe.ts";

/**
 * RFC 5905 section 8: how far the server's clock is ahead of this node's, and the round trip without the server's own
 * time. A positive offset means that this node is behind.
 */
export function offsetAndDelay(times: Pick<NtpEvidence, "t1Ms" | "t2Ms" | "t3Ms" | "t4Ms">): {
  offsetMs: number;
  delayMs: number;
} {
  const { t1Ms, t2Ms, t3Ms, t4Ms } = times;
  return { offsetMs: (t2Ms - t1Ms + (t3Ms - t4Ms)) / 2, delayMs: Math.max(0, t4Ms - t1Ms - (t3Ms - t2Ms)) };
}

/** Unusable answers by what makes them so; `good` can be taken as the time. */
export type NtpQuality =
  "good" | "other-sender" | "kiss-of-death" | "unsynchronised" | "not-a-server" | "not-for-this-request";

const MODE_SERVER = 4;
const LEAP_UNSYNCHRONISED = 3;
const STRATUM_UNSYNCHRONISED = 16;

/** Codes by which a server says that it has no time yet, or has just set its clock (RFC 5905, figure 13). */
const NOT_YET: ReadonlySet<string> = new Set(["INIT", "STEP"]);

export function ntpQuality(reply: NtpEvidence): NtpQuality {
  if (reply.from !== undefined) return "other-sender";
  if (!reply.originMatches) return "not-for-this-request";
  if (reply.mode !== MODE_SERVER) return "not-a-server";
  // A server that has never had the time says so by leap 3 with stratum 0, which is not a kiss: a kiss carries a code.
  if (reply.stratum === 0 && /^[A-Z]{3,4}$/.test(reply.referenceId) && !NOT_YET.has(reply.referenceId))
    return "kiss-of-death";
  if (reply.leap === LEAP_UNSYNCHRONISED || reply.stratum === 0 || reply.stratum >= STRATUM_UNSYNCHRONISED)
    return "unsynchronised";
  return "good";
}

/** The reference ID of a server that serves its own clock, of ntpd and of chronyd. Both advise stratum 10 for it. */
const LOCAL_CLOCK = /^127\.127\./;
const LOCAL_STRATUM = 10;

/** Whether a server passes on the time of its own clock, which nothing keeps right. */
export function isLocalClock({ stratum, referenceId }: Pick<NtpEvidence, "stratum" | "referenceId">): boolean {
  return stratum >= LOCAL_STRATUM && LOCAL_CLOCK.test(referenceId);
}

/** Stratum 0 and 1 carry four ASCII characters, every other stratum the IPv4 address of the server's own source. */
export function referenceIdText(stratum: number, word: number): string {
  const bytes = [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff);
  if (stratum > 1) return bytes.join(".");
  const text = bytes.filter((byte) => byte !== 0);
  return text.every((byte) => byte >= 0x20 && byte < 0x7f) ? String.fromCharCode(...text) : bytes.join(".");
}
