import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMisconfiguration } from "../../src/catalogue/misconfigurations/misconfigurations.ts";
import { extentLikelihood, likelihoodIfUnknown, meetsChance, type NodeClass } from "../../src/fleet/extent.ts";

const RESOLVERS = ["10.9.0.53"];
const nodes = (subnet: number, count: number, way?: string[]): NodeClass => ({
  gateway: `10.0.${subnet}.1`,
  subnet: `10.0.${subnet}.0/24`,
  way,
  resolvers: RESOLVERS,
  count,
});
const fault = (id: string, at: string[] = [], remote: string[] = []) => {
  const misconfiguration = findMisconfiguration(id);
  if (misconfiguration === undefined) throw new Error(`no ${id}`);
  return { misconfiguration, at, remote, onlySome: false };
};

describe("how likely it is that just those nodes fail that do", () => {
  it("is low for a missing route that a passing neighbour takes as well", () => {
    const seen = { failing: [nodes(1, 3)], passing: [nodes(1, 1)] };
    expect(extentLikelihood(fault("core-switch.outbound.vpc"), seen)).toBeLessThan(0.02);
    expect(extentLikelihood(fault("node.output-filter"), { ...seen, failing: [nodes(1, 1)] })).toBe(1);
  });

  it("is lower for a fault of each of three nodes than for one that they share", () => {
    const seen = { failing: [nodes(1, 3)], passing: [nodes(2, 1)] };
    expect(extentLikelihood(fault("node.output-filter"), seen)).toBeLessThan(0.05);
    expect(extentLikelihood(fault("core-switch.outbound.vpc"), seen)).toBeGreaterThan(0.4);
  });

  it("clears a host in the cloud that other nodes reach", () => {
    const seen = { failing: [nodes(1, 5)], passing: [nodes(2, 5)] };
    expect(extentLikelihood(fault("service.api-server.down"), seen)).toBeLessThan(0.03);
  });

  it("leaves a rule that names the failing subnet", () => {
    const seen = { failing: [nodes(1, 5)], passing: [nodes(2, 5), nodes(3, 5)] };
    const rule = extentLikelihood(fault("firewall.outbound.vpc"), seen);
    expect(rule).toBeGreaterThan(0.3);
    expect(extentLikelihood(fault("vbr.outbound.vpc"), seen)).toBeLessThan(rule / 10);
  });

  it("clears a name server only for those who ask it", () => {
    const forwarding = fault("dns.forwarding", [], ["10.9.0.53/32"]);
    expect(meetsChance(forwarding, nodes(2, 1), [nodes(1, 1)])).toBe(1);
    expect(meetsChance(forwarding, { ...nodes(2, 1), resolvers: ["10.8.0.53"] }, [nodes(1, 1)])).toBe(0.02);
  });

  it("knows a router again by its address on the way", () => {
    const rule = fault("firewall.outbound.vpc", ["10.254.0.2"]);
    const failing = [nodes(1, 1)];
    expect(meetsChance(rule, nodes(2, 1, ["10.0.2.1", "10.254.0.2"]), failing)).toBe(1);
    expect(meetsChance(rule, nodes(2, 1, ["10.0.2.1", "10.254.9.9"]), failing)).toBe(0.35);
    expect(meetsChance(rule, nodes(2, 1, ["10.0.2.1", "*"]), failing)).toBe(0.85);
  });

  it("is a chance, whatever a fleet looks like", () => {
    const some = fc.array(
      fc.record({ subnet: fc.integer({ min: 1, max: 4 }), count: fc.integer({ min: 1, max: 400 }) }),
      { minLength: 1, maxLength: 6 },
    );
    const ids = fc.constantFrom("firewall.outbound.vpc", "vbr.inbound.data-center", "node.route", "dns.forwarding");
    fc.assert(
      fc.property(some, some, ids, (failing, passing, id) => {
        const seen = {
          failing: failing.map(({ subnet, count }) => nodes(subnet, count)),
          passing: passing.map(({ subnet, count }) => nodes(subnet, count)),
        };
        for (const chance of [extentLikelihood(fault(id), seen), likelihoodIfUnknown(seen)]) {
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1.0001);
        }
      }),
    );
  });
});
