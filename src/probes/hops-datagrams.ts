import dnsPacket from "dns-packet";
import type { HopEvidence, HopsEvidence, HopsRequest } from "../model/probe.ts";
import type { DatagramSeen, NativeSockets } from "../world/native.ts";
import type { Result, World } from "../world/world.ts";
import { conclude, icmpHop } from "./hops.ts";
import { decodeEchoReply, decodeQuotedRequest, echoRequest } from "../wire/icmp-echo.ts";
import { icmpBudget, REFUND_AFTER_MS } from "./icmp-budget.ts";
import { delay } from "../waiting.ts";

/** The second round goes out when routers that limit their errors have one to give again. */
const SECOND_ROUND_MS = 1_100;
const ROUND_WAIT_MS = 1_000;
const LOOK_MS = 10;

/**
 * Sends all TTLs at once, from one source port or as echo requests of one identifier. Each datagram is a real question. It
 * carries its TTL in a field that comes back in an answer as well as in the quote of an ICMP error.
 */
export async function walkByDatagrams(
  { protocol, to, maxTtl }: HopsRequest,
  native: NativeSockets,
  world: World,
  signal: AbortSignal,
): Promise<Result<HopsEvidence>> {
  const question = protocol === "icmp" ? echoQuestion(world.random) : questionFor(to.port, world.random.uint16());
  const sentAtMs = new Map<number, number>();
  const found = new Map<number, HopEvidence>();
  let ignored = 0;

  const onSeen = (seen: DatagramSeen) => {
    if (seen.kind === "ignored") {
      ignored += 1;
      return;
    }
    const ttl = seen.kind === "reply" ? question.ttlOfReply(seen.data) : question.ttlOfQuote(seen.error.quote);
    const sent = ttl === undefined ? undefined : sentAtMs.get(ttl);
    if (ttl === undefined || sent === undefined) ignored += 1;
    else if (!found.has(ttl))
      found.set(
        ttl,
        seen.kind === "reply"
          ? { ttl, pinned: true, reply: "answer", address: to.ip, rttMs: Math.max(0, seen.atMs - sent) }
          : datagramHop(ttl, seen.error, sent, to.ip),
      );
  };

  const opened = protocol === "icmp" ? native.openEcho(to.ip, onSeen) : native.openDatagrams(to, onSeen);
  if (!opened.ok) return opened;
  const datagrams = opened.value;
  try {
    const ttls = Array.from({ length: maxTtl }, (_, index) => index + 1);
    const end = () => Math.min(maxTtl, ...[...found.values()].filter(isFinal).map(({ ttl }) => ttl));
    const missing = () => ttls.filter((ttl) => ttl <= end() && !found.has(ttl));
    for (let round = 0; round < 2; round++) {
      await Promise.all(
        missing().map(async (ttl) => {
          if (!(await icmpBudget(world).take(ttl, signal)) || found.has(ttl)) return;
          const sent = datagrams.send(question.datagram(ttl, round > 0), ttl);
          if (sent.ok) {
            sentAtMs.set(ttl, sent.value);
            // Beyond the destination, and where nobody answers, no router has been made to send an error.
            world.clock.after(REFUND_AFTER_MS, () => {
              if (found.get(ttl)?.icmpType === undefined) icmpBudget(world).refund(ttl);
            });
          } else found.set(ttl, { ttl, pinned: true, reply: "local-error", errno: sent.errno });
        }),
      );
      const waitMs = round === 0 ? SECOND_ROUND_MS : ROUND_WAIT_MS;
      for (let waited = 0; waited < waitMs && missing().length > 0; waited += LOOK_MS)
        if (!(await delay(world.clock, LOOK_MS, signal))) break;
      if (missing().length === 0 || signal.aborted) break;
    }
    const silent = missing().map((ttl): HopEvidence => ({ ttl, pinned: true, reply: "silent" }));
    return { ok: true, value: conclude([...found.values(), ...silent], datagrams.sourcePort, ignored) };
  } finally {
    datagrams.close();
  }
}

const isFinal = ({ reply }: HopEvidence) => reply !== "time-exceeded" && reply !== "silent";

const ICMP_PORT_UNREACHABLE = { type: 3, code: 3 };

function datagramHop(
  ttl: number,
  error: Extract<DatagramSeen, { kind: "error" }>["error"],
  sentAtMs: number,
  destination: string,
): HopEvidence {
  const hop = { ttl, pinned: true, ...icmpHop(error, sentAtMs) };
  // The destination itself says that nothing listens; the same words of another host are a filter's.
  const refused = error.icmpType === ICMP_PORT_UNREACHABLE.type && error.icmpCode === ICMP_PORT_UNREACHABLE.code;
  return refused && error.offender === destination ? { ...hop, reply: "refused" } : hop;
}

interface Question {
  /** @param again whether the same was asked before and not answered. */
  datagram(ttl: number, again: boolean): Uint8Array;
  ttlOfReply(reply: Uint8Array): number | undefined;
  /** @param quote the datagram's payload as an ICMP error brings it back, perhaps cut short. */
  ttlOfQuote(quote: Uint8Array): number | undefined;
}

/**
 * Echo requests whose sequence number carries the TTL in its low byte. A raw socket also receives replies and errors for
 * requests of other programs. So each reply must carry this walk's token in its payload. An ICMP error need not quote the
 * payload, so each error must quote this walk's mark, the high byte of the sequence number.
 */
function echoQuestion(random: World["random"]): Question {
  const identifier = random.uint16();
  const token = Buffer.from(random.uuid().replaceAll("-", ""), "hex");
  // Programs that number their requests from one do not get so far.
  const mark = 0x80 | (random.uint16() & 0x7f);
  const ttlOf = (sequence: number | undefined) =>
    sequence !== undefined && sequence >> 8 === mark ? sequence & 0xff : undefined;
  return {
    datagram: (ttl) => echoRequest(identifier, { sequence: (mark << 8) | ttl, payload: token }),
    ttlOfReply: (reply) => {
      const echo = decodeEchoReply(reply);
      return echo !== undefined && Buffer.from(echo.payload).equals(token) ? ttlOf(echo.sequence) : undefined;
    },
    ttlOfQuote: (quote) => ttlOf(decodeQuotedRequest(quote)?.sequence),
  };
}

function questionFor(port: number, salt: number): Question {
  if (port === 123) return ntpQuestion(salt);
  if (port === 53) return dnsQuestion(salt);
  return plainQuestion(salt);
}

const NTP_BYTES = 48;
const NTP_VERSION_4_CLIENT = 0x23;
const NTP_ORIGIN_AT = 24;
const NTP_TRANSMIT_AT = 40;

/** The transmit timestamp is the client's own affair: a server only echoes it as the origin. */
function ntpQuestion(salt: number): Question {
  const ttlAt = (message: Uint8Array, offset: number) =>
    message.length >= offset + 8 && message[offset] === salt >> 8 && message[offset + 1] === (salt & 0xff)
      ? message[offset + 7]
      : undefined;
  return {
    datagram(ttl) {
      const message = Buffer.alloc(NTP_BYTES);
      message[0] = NTP_VERSION_4_CLIENT;
      message.writeUInt16BE(salt, NTP_TRANSMIT_AT);
      message[NTP_TRANSMIT_AT + 7] = ttl;
      return message;
    },
    ttlOfReply: (reply) => ttlAt(reply, NTP_ORIGIN_AT),
    ttlOfQuote: (quote) => ttlAt(quote, NTP_TRANSMIT_AT),
  };
}

/** What servers say of themselves in the class CHAOS: RFC 4892, and the older name that the same servers know. */
const ABOUT_ITSELF = ["id.server", "version.bind"] as const;

/**
 * For what a server answers without asking on: one that has lost its own is still there, and the walk is about the way to it.
 */
function dnsQuestion(salt: number): Question {
  const ttlOf = (message: Uint8Array) => (message.length >= 2 && message[0] === salt >> 8 ? message[1] : undefined);
  return {
    datagram: (ttl, again) =>
      dnsPacket.encode({
        type: "query",
        id: (salt & 0xff00) | ttl,
        questions: [{ type: "TXT", class: "CH", name: ABOUT_ITSELF[again ? 1 : 0] }],
      }),
    ttlOfReply: ttlOf,
    ttlOfQuote: ttlOf,
  };
}

function plainQuestion(salt: number): Question {
  const ttlOf = (message: Uint8Array) =>
    message.length >= 3 && message[0] === salt >> 8 && message[1] === (salt & 0xff) ? message[2] : undefined;
  return { datagram: (ttl) => Buffer.from([salt >> 8, salt & 0xff, ttl]), ttlOfReply: ttlOf, ttlOfQuote: ttlOf };
}
