import dnsPacket, { type Answer, type DecodedPacket } from "dns-packet";
import type { DnsEvidence, DnsReply, DnsRequest, Seen } from "../model/probe.ts";
import { compareAddresses, isIp } from "../wire/cidr.ts";
import { printable } from "../wire/text.ts";
import type { Result, World } from "../world/world.ts";
import { connectOutcome } from "./errno.ts";
import type { Prober } from "./prober.ts";

/** Far more than any service has; the rest of a hostile answer is dropped. */
const MAX_ADDRESSES = 32;
const MAX_CNAMES = 8;

/** Asks one resolver for one absolute name: UDP, then TCP when the answer was truncated, and on along a CNAME without addresses. */
export const dns: Prober<"dns"> = async (request, world, signal) => {
  const cnames: string[] = [];
  let name = request.name;
  for (;;) {
    const step = await ask(request, name, world, signal);
    if (!("packet" in step)) return step;
    const { packet, transport } = step;
    const { addresses, chain } = follow(packet.answers ?? [], name, request.type);
    cnames.push(...chain);
    const target = chain.at(-1);
    const evidence: DnsEvidence = {
      rcode: rcodeOf(packet),
      addresses,
      cnames: cnames.slice(0, MAX_CNAMES).map((cname) => printable(cname)),
      transport,
      authoritative: packet.flag_aa,
    };
    const outcome = outcomeOf(packet, addresses);
    if (outcome !== "no-data" || target === undefined || cnames.length >= MAX_CNAMES) return { outcome, evidence };
    name = target;
  }
};

type Step = { packet: DecodedPacket; transport: "udp" | "tcp" } | Seen<"dns">;

async function ask(request: DnsRequest, name: string, world: World, signal: AbortSignal): Promise<Step> {
  const id = world.random.uint16();
  const query = dnsPacket.encode({
    type: "query",
    id,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ type: request.type, name, ...(request.class !== undefined && { class: request.class }) }],
  });
  const overUdp = await world.exchangeUdp(query, request.server, (reply) => carriesId(reply, id), signal);
  const first = read(overUdp, "udp", request, name);
  if (!("packet" in first) || !first.packet.flag_tc) return first;
  const whole = read(await world.exchangeDnsOverTcp(query, request.server, signal), "tcp", request, name);
  if ("packet" in whole) return whole;
  // That the server lives has been shown; what has failed is its other port.
  return { outcome: "truncated", evidence: { addresses: [], cnames: [], transport: "tcp", ...whole.evidence } };
}

function read(attempt: Result<Uint8Array>, transport: "udp" | "tcp", request: DnsRequest, name: string): Step {
  const nothing: DnsEvidence = { addresses: [], cnames: [], transport };
  if (!attempt.ok) return { outcome: connectOutcome(attempt.errno), evidence: { ...nothing, errno: attempt.errno } };
  const packet = decode(attempt.value);
  const question = packet?.questions?.[0];
  if (packet === undefined || packet.type !== "response") return { outcome: "malformed", evidence: nothing };
  // Some servers leave the question out of an error; an answer to another question is no answer.
  if (question !== undefined && (question.name.toLowerCase() !== name.toLowerCase() || question.type !== request.type))
    return { outcome: "malformed", evidence: nothing };
  return { packet, transport };
}

function carriesId(reply: Uint8Array, id: number): boolean {
  return reply.length >= 12 && ((reply[0] ?? 0) << 8) + (reply[1] ?? 0) === id;
}

/** Far more than any name here has, few enough that names which are chains of pointers cost little. */
const MAX_RECORDS = 256;
/** A header's four counts: of questions, answers, authorities and additional records. */
const COUNTS_AT = [4, 6, 8, 10];

/** The codec throws on malformed input, whatever is wrong with it. */
function decode(message: Uint8Array): DecodedPacket | undefined {
  const records = COUNTS_AT.reduce((sum, at) => sum + ((message[at] ?? 0) << 8) + (message[at + 1] ?? 0), 0);
  if (records > MAX_RECORDS) return undefined;
  try {
    return dnsPacket.decode(Buffer.from(message));
  } catch {
    return undefined;
  }
}

function rcodeOf(packet: DecodedPacket): string {
  // Typed without it, but decode() always sets it.
  return (packet as DecodedPacket & { rcode?: string }).rcode ?? "NOERROR";
}

function outcomeOf(packet: DecodedPacket, addresses: string[]): DnsReply {
  switch (rcodeOf(packet)) {
    case "NOERROR":
      return addresses.length > 0 ? "answer" : "no-data";
    case "NXDOMAIN":
      return "nxdomain";
    case "SERVFAIL":
      return "servfail";
    case "REFUSED":
      return "dns-refused";
    default:
      return "dns-error";
  }
}

/** The addresses at the end of the CNAME chain that starts at the question; records for other names are not believed. */
function follow(answers: Answer[], name: string, type: DnsRequest["type"]): { addresses: string[]; chain: string[] } {
  const chain: string[] = [];
  let current = name.toLowerCase();
  while (chain.length < MAX_CNAMES) {
    const cname = answers.find((answer) => answer.type === "CNAME" && answer.name.toLowerCase() === current);
    if (cname?.type !== "CNAME") break;
    current = cname.data.toLowerCase();
    chain.push(current);
  }
  const addresses = answers.flatMap((answer) =>
    (answer.type === "A" || answer.type === "AAAA") &&
    answer.type === type &&
    answer.name.toLowerCase() === current &&
    isIp(answer.data)
      ? [answer.data]
      : [],
  );
  return { addresses: [...new Set(addresses)].slice(0, MAX_ADDRESSES).sort(compareAddresses), chain };
}
