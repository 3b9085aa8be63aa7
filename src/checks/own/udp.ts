import { defineCheck, fail, pass, unverified, type Judgement } from "../../model/check.ts";
import type { Observation, UdpRequest } from "../../model/probe.ts";
import { onceNameResolved, endpointsOf, worstOf } from "../shared/own-endpoints.ts";
import { toEachAddress } from "../shared/resolution.ts";
import { ownCheckId } from "../shared/subjects.ts";

export const ownUdp = defineCheck({
  group: "own",
  required: () => true,
  dependsOn: onceNameResolved,
  subjects: endpointsOf("udp"),
  id: ownCheckId.answers,
  title: ({ host, port }) => ({ key: "udp-answers", args: { host, port } }),
  asks: ({ host, port }, context): Record<string, UdpRequest> =>
    toEachAddress(host, context, (ip) => ({ probe: "udp", to: { ip, port } })),
  judge: (answers, { host }) => worstOf(Object.values(answers).map((one) => judgeDatagram(one, host))),
});

function judgeDatagram(one: Observation<"udp">, host: string): Judgement {
  const { ip: address, port } = one.request.to;
  const args = { host, address, port };
  const details = { endpoint: { ...args, protocol: "udp" as const }, durationMs: one.durationMs };
  if (one.outcome === "answer") return pass("ok:datagram", { ...args, octets: one.evidence?.octets ?? 0 }, details);
  if (one.outcome === "refused") return fail("datagram-refused", args, details);
  if (one.outcome === "timed-out")
    return unverified("datagram-unanswered", { ...args, attempts: one.attempts }, details);
  return fail("datagram-unreachable", { ...args, errno: one.reason ?? one.outcome }, details);
}
