import { inboundPorts } from "../../catalogue/ports.ts";
import { defineCheck, fail, pass, unverified } from "../../model/check.ts";
import type { ReflectRequest } from "../../model/probe.ts";
import { inboundCheckId } from "../shared/subjects.ts";

/** Flannel's packets go both ways. */
export const flannelLeaves = defineCheck({
  group: "inbound",
  subjects: ({ site }) => inboundPorts(site).filter(({ owner }) => owner === "flannel"),
  id: (port) => inboundCheckId(port, "outbound"),
  title: ({ port, protocol }) => ({ key: "port-is-let-out", args: { port, protocol } }),
  required: () => true,
  asks: ({ protocol, port }, { site, run }): Partial<Record<"reflected", ReflectRequest>> =>
    site.reflector === undefined
      ? {}
      : { reflected: { probe: "reflect", via: site.reflector, run, ask: "expect", protocol, port } },
  judge: (seen, { port, protocol }, { site, run }) => {
    const { reflected: observation } = seen;
    const details = { endpoint: { port, protocol } };
    if (observation === undefined || site.reflector === undefined)
      return unverified("outbound-not-verified", { port, protocol, destinations: site.vpcCidrs }, details);
    const reflector = `${site.reflector.ip}:${site.reflector.port}`;
    const args = { port, protocol, reflector };
    const { outcome, evidence } = observation;
    if (outcome === "arrived") return pass("ok:outbound-arrives", args, details);
    if (outcome === "timed-out") return fail("outbound-lost", args, details);
    if (outcome === "black-hole") return fail("outbound-large-lost", args, details);
    if (outcome === "unheard")
      return unverified("reflector-unheard", { reflector, run, reached: evidence?.reached }, details);
    return unverified("reflector-inconclusive", { ...args, outcome }, details);
  },
});
