import { randomFillSync } from "node:crypto";
import dgram from "node:dgram";
import { NtpPacketParser } from "ntp-packet-parser";
import { NtpTimeSync } from "ntp-time-sync";
import type { Address, NtpEvidence } from "../model/probe.ts";
import { referenceIdText } from "../wire/ntp.ts";
import { onAbort } from "../waiting.ts";
import { errnoOf } from "./errno.ts";
import { ABORTED, type Result } from "./world.ts";

const NTP_ERA_START_MS = Date.UTC(1900, 0, 1);
const PACKET_BYTES = 48;
const ORIGINATE_AT = 24;
const RECEIVE_AT = 32;
const TRANSMIT_AT = 40;
const STAMP_BYTES = 8;

/**
 * Sends the library's packet from a socket of our own. The library's exchange does not tell who replied, takes the first
 * datagram that comes, and stamps its request with the time, which anybody can guess. Here the transmit stamp is random.
 * The server echoes it, so a reply counts only with that stamp and from the address that was asked. Any other datagram does
 * not end the wait; it is reported if no better one comes.
 */
export function exchangeNtp(to: Address, epochMs: () => number, signal: AbortSignal): Promise<Result<NtpEvidence>> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    const request = clientPacket();
    const stamp = request.subarray(TRANSMIT_AT);
    let t1Ms = 0;
    let settled = false;
    let otherwise: Result<NtpEvidence> = { ok: false, errno: ABORTED };
    const settle = (result: Result<NtpEvidence>) => {
      if (settled) return;
      settled = true;
      stop();
      socket.close();
      resolve(result);
    };
    const stop = onAbort(signal, () => {
      settle(otherwise);
    });
    socket.on("error", (error) => {
      settle({ ok: false, errno: errnoOf(error) });
    });
    socket.on("message", (reply, { address }) => {
      const t4Ms = epochMs();
      const isFromServer = address === to.ip;
      const parsed = parseNtpReply(reply);
      if (parsed === undefined) {
        if (isFromServer) otherwise = { ok: false, errno: "EBADMSG" };
        return;
      }
      const originMatches = reply.subarray(ORIGINATE_AT, ORIGINATE_AT + STAMP_BYTES).equals(stamp);
      const value = { ...parsed, t1Ms, t4Ms, originMatches };
      // Who echoes the stamp was asked, whatever address he has.
      if (originMatches) settle({ ok: true, value: isFromServer ? value : { ...value, from: address } });
      else if (isFromServer) otherwise = { ok: true, value };
    });
    t1Ms = epochMs();
    socket.send(request, to.port, to.ip, (error) => {
      if (error !== null) settle({ ok: false, errno: errnoOf(error) });
    });
  });
}

/** The library's request, which only its own exchange may build by its types. */
function clientPacket(): Buffer {
  const packet = (new NtpTimeSync() as unknown as { createPacket(): Buffer }).createPacket();
  // What it has written of the time goes too: a server needs none of it.
  packet.fill(0, ORIGINATE_AT);
  return randomFillSync(packet, TRANSMIT_AT, STAMP_BYTES);
}

/** @returns undefined for what is no packet. */
export function parseNtpReply(datagram: Buffer): Omit<NtpEvidence, "t1Ms" | "t4Ms" | "originMatches"> | undefined {
  if (datagram.length < PACKET_BYTES) return undefined;
  // The parser copies what it is given once for each field.
  const reply = datagram.subarray(0, PACKET_BYTES);
  const { leapIndicator, version, mode, stratum, referenceId, rootDelay, rootDispersion } =
    NtpPacketParser.parse(reply);
  const [t2Ms, t3Ms] = [stampAt(reply, RECEIVE_AT), stampAt(reply, TRANSMIT_AT)];
  if (
    leapIndicator === undefined ||
    version === undefined ||
    mode === undefined ||
    stratum === undefined ||
    referenceId === undefined ||
    // A server sends after it receives.
    t3Ms < t2Ms
  )
    return undefined;
  return {
    leap: leapIndicator,
    version,
    mode,
    stratum,
    // For stratum 1 the library has made text of it already, for every other stratum a decimal number.
    referenceId: stratum === 1 ? asciiOnly(referenceId) : referenceIdText(stratum, Number(referenceId)),
    rootDelayMs: (rootDelay?.getTime() ?? NTP_ERA_START_MS) - NTP_ERA_START_MS,
    rootDispersionMs: (rootDispersion?.getTime() ?? NTP_ERA_START_MS) - NTP_ERA_START_MS,
    t2Ms,
    t3Ms,
  };
}

const FRACTIONS_A_MS = 2 ** 32 / 1_000;

/** An NTP timestamp as epoch milliseconds; before 2036 there is one era. The library's are whole milliseconds. */
function stampAt(packet: Buffer, at: number): number {
  return NTP_ERA_START_MS + packet.readUInt32BE(at) * 1_000 + packet.readUInt32BE(at + 4) / FRACTIONS_A_MS;
}

function asciiOnly(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 4);
}
