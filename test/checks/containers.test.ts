import { describe, expect, it } from "vitest";
import { containerRoute } from "../../src/checks/line/containers.ts";
import type { CheckContext } from "../../src/model/check.ts";
import { requestKey, type AnyObservation, type HopReply, type ProbeRequest } from "../../src/model/probe.ts";
import { siteFor } from "../support/site.ts";

const VIA = { ip: "192.168.20.20", port: 8479 };

type Hops = [reply: HopReply, address?: string][];
const onWay: Hops = [
  ["time-exceeded", "192.168.20.1"],
  ["time-exceeded", "172.31.2.1"],
  ["time-exceeded", "10.0.23.1"],
  ["time-exceeded", "10.0.12.1"],
];

/** What the check says of a walk to the node that has met these routers, and of one towards its containers. */
function judged(there: Hops, towards: Hops): string {
  const site = siteFor({ networkPlugin: "terway-edge", containerCidrs: ["172.16.0.0/12"], reflector: VIA });
  const seen = new Map<string, AnyObservation>();
  const known = {
    site,
    run: "3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11",
    observation: (request: ProbeRequest) => seen.get(requestKey(request)),
  } as unknown as CheckContext;
  const [instance] = containerRoute.instances(known);
  if (instance === undefined) throw new Error("no check");
  const hopsOf = (hops: Hops) =>
    hops.map(([reply, address], index) => ({ ttl: index + 1, reply, ...(address !== undefined && { address }) }));
  const answers = Object.fromEntries(
    Object.entries(instance.asks(known)).map(([name, request]) => {
      const hops = hopsOf(name === "toNode" ? [...there, ["refused", "10.1.1.10"]] : towards);
      return [name, { request, outcome: "reached", evidence: { heard: true, reached: true, hops } } as never];
    }),
  );
  const { status, message } = instance.judge(answers, known);
  return `${status} ${message.key}`;
}

const first = (count: number) => onWay.slice(0, count);

describe("the route to the containers", () => {
  it("exists where the walk comes to the last router before the node", () => {
    expect(judged(onWay, [...onWay, ["silent"]])).toBe("pass ok:container-route");
    expect(judged(onWay, [...first(3), ["unreachable", "10.0.12.1"]])).toBe("pass ok:container-route");
  });

  it("may go by another of several equal routers, as long as it comes back", () => {
    const [vpc, , vbr, firewall] = onWay;
    if (vpc === undefined || vbr === undefined || firewall === undefined) throw new Error("four routers");
    expect(judged(onWay, [vpc, ["time-exceeded", "172.31.9.1"], vbr, firewall])).toBe("pass ok:container-route");
  });

  it("is missing where the walk ends before, is refused, or leaves the way", () => {
    expect(judged(onWay, [...first(2), ["silent"], ["silent"]])).toBe("fail container-route-missing");
    expect(judged(onWay, [...first(1), ["unreachable", "192.168.20.1"]])).toBe("fail container-route-missing");
    const internet: Hops = [
      ["time-exceeded", "203.0.113.1"],
      ["time-exceeded", "203.0.113.2"],
    ];
    expect(judged(onWay, [...first(2), ...internet])).toBe("fail container-route-missing");
  });

  it("is not known where the last routers are silent on the way to the node as well", () => {
    const quiet: Hops = [...first(2), ["silent"], ["silent"]];
    expect(judged(quiet, quiet)).toBe("unverified containers-inconclusive");
  });
});
