import { INBOUND_TCP_PORTS } from "../../catalogue/ports.ts";
import { defineCheck, fail, pass, unverified, type Judgement } from "../../model/check.ts";
import type { Address, ReflectedHop, ReflectRequest } from "../../model/probe.ts";
import { isArrival, whereItLeaves } from "../../wire/way-back.ts";
import { slug } from "../shared/resolution.ts";

/**
 * Whether the devices between the VPC and the switch have a route to the containers. The switch learns its own by BGP, after the
 * join. So the walk has to reach the last router before this node, and may end there.
 */
export const containerRoute = defineCheck({
  group: "line",
  subjects: ({ site }) => (site.networkPlugin === "terway-edge" ? site.containerCidrs : []),
  id: (cidr) => `line.containers.${slug(cidr)}`,
  title: (cidr) => ({ key: "containers-are-routed", args: { cidr } }),
  required: () => true,
  asks: (cidr, { site, run }): Partial<Record<"toNode" | "toContainers", ReflectRequest>> =>
    site.reflector === undefined ? {} : walks(cidr, site.reflector, run),
  isAbout: (_cidr, request) => request.ask === "container-walk",
  judge: (answers, cidr, { site, run }) => {
    const { toNode, toContainers } = answers;
    if (toNode === undefined || toContainers === undefined || site.reflector === undefined)
      return unverified("containers-not-verified", { cidr, nodes: site.dataCenterCidrs });
    const reflector = `${site.reflector.ip}:${site.reflector.port}`;
    const { hops: there } = toNode.evidence ?? {};
    const { hops: towards } = toContainers.evidence ?? {};
    if (there === undefined || toNode.outcome === "unheard")
      return unverified("reflector-unheard", { reflector, run, reached: toNode.evidence?.reached });
    if (towards === undefined) return unverified("containers-not-offered", { cidr, reflector });
    return judgeWalks(there, towards, cidr, reflector);
  },
});

/** What a fine-grained firewall lets in from the VPC. */
const [PORT] = INBOUND_TCP_PORTS;

function walks(cidr: string, via: Address, run: string): Record<"toNode" | "toContainers", ReflectRequest> {
  const asked = { probe: "reflect", via, run, protocol: "tcp", port: PORT ?? 0 } as const;
  return { toNode: { ...asked, ask: "walk" }, toContainers: { ...asked, ask: "container-walk", host: cidr } };
}

function judgeWalks(
  there: readonly ReflectedHop[],
  towards: readonly ReflectedHop[],
  cidr: string,
  reflector: string,
): Judgement {
  const arrival = there.find(isArrival)?.ttl;
  // The walk to this node itself does not arrive: nothing says how long the way is.
  if (arrival === undefined) return unverified("containers-inconclusive", { cidr, reflector });
  const routers = arrival - 1;
  const onWay = new Map(there.flatMap(({ ttl, address }) => (address === undefined ? [] : [[ttl, address] as const])));
  const astray = whereItLeaves(
    towards.filter(({ ttl }) => ttl <= routers),
    onWay,
  );
  const heard = towards.filter(
    ({ reply, ttl }) => reply !== "silent" && ttl <= Math.min(routers, (astray?.ttl ?? Infinity) - 1),
  );
  const last = heard.at(-1);
  const end = onWay.get(routers);
  if (routers === 0 || (astray === undefined && towards.some(isArrival)) || last?.ttl === routers)
    return pass("ok:container-route", { cidr, last: last?.address ?? end });
  // Said in its own name by the last router before this node: the switch, which knows of no container yet.
  if (last?.reply === "unreachable" && last.address !== undefined && last.address === end)
    return pass("ok:container-route", { cidr, last: last.address });
  // From there on no router answers, on the way to this node either.
  const isSilentBeyond = [...onWay.keys()].every((ttl) => ttl <= (last?.ttl ?? 0) || ttl > routers);
  if (isSilentBeyond && astray === undefined && last?.reply !== "unreachable")
    return unverified("containers-inconclusive", { cidr, reflector });
  const next = [...onWay].find(([ttl]) => ttl > (last?.ttl ?? 0) && ttl <= routers)?.[1];
  return fail("container-route-missing", {
    cidr,
    last: last?.address,
    next,
    astray: astray?.address,
    refused: last?.reply === "unreachable",
  });
}
