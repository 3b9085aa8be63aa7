import { describe, expect, it } from "vitest";
import {
  simulate,
  type AskedRequest,
  type HopPrediction,
  type PlacedFault,
} from "../../src/diagnosis/network/forwarding.ts";
import { chanceAlone } from "../../src/diagnosis/measurements/likelihood.ts";
import type { Measurement } from "../../src/diagnosis/measurements/measurement.ts";
import { ADDRESSES, API_SERVER, NAMES, SITE_DNS } from "../lab/reference-site.ts";
import { referenceNetwork } from "../support/reference-network.ts";

const network = referenceNetwork();
const service = { ip: ADDRESSES.controlPlane, port: 443 };
const api = { ip: API_SERVER, port: 6443 };
const cloud = { remote: ["100.64.0.0/10"] };

const at = (
  id: string,
  effect: PlacedFault["effect"],
  direction: PlacedFault["direction"] = "outbound",
): PlacedFault => ({
  place: { at: "router", id },
  direction,
  effect,
  match: direction === "inbound" ? {} : cloud,
});
const walk = (to: typeof service): AskedRequest => ({ probe: "hops", protocol: "tcp", to, maxTtl: 16, thorough: true });
const steps = (faults: PlacedFault[], to = service, visible?: (router: string) => boolean) =>
  (simulate(network, faults, walk(to), visible).hops ?? []).map(({ reply, router, code }: HopPrediction) =>
    [reply, router, code].filter((part) => part !== undefined).join(" "),
  );
const passed = (count: number) => Array.from({ length: count }, (_, index) => `time-exceeded t${index + 1}`);
const silent = (count: number) => Array.from({ length: count }, () => "silent");
const connects = (faults: PlacedFault[], to = service) => simulate(network, faults, { probe: "tcp", to }).outcome;

describe("what a fault shows", () => {
  it("nothing, where there is none", () => {
    expect(steps([])).toEqual([...passed(5), "open"]);
    expect(connects([])).toBe("open");
  });

  it("an echo request is stopped by what stops everything, not by a rule for a port", () => {
    const asks = (faults: PlacedFault[], to = service.ip) => simulate(network, faults, { probe: "echo", to }).outcome;
    const port: PlacedFault = { ...at("t2", "drop"), match: { ...cloud, protocol: "tcp", ports: [443] } };
    expect([asks([]), asks([port]), asks([at("t2", "drop")]), asks([at("t2", "no-route")])]).toEqual([
      "answer",
      "answer",
      "timed-out",
      "unreachable",
    ]);
    const [vbr = ""] = network.routers.get("t3")?.addresses ?? [];
    expect([asks([at("t2", "drop")], vbr), asks([at("t3", "blackhole", "inbound")], vbr)]).toEqual([
      "answer",
      "timed-out",
    ]);
  });

  it("this node's own kernel refuses at once, but looks for three seconds for an address on a wrong link", () => {
    const own = (effect: PlacedFault["effect"]): PlacedFault => ({
      place: { at: "node" },
      direction: "outbound",
      effect,
      match: cloud,
    });
    const shows = (effect: PlacedFault["effect"]) => simulate(network, [own(effect)], { probe: "tcp", to: service });
    expect(shows("local-no-route")).toEqual({ outcome: "unreachable", local: true });
    expect(shows("wrong-link")).toEqual({ outcome: "unreachable", local: true, seldomSaid: "late" });
    const silence: Measurement = {
      kind: "connection",
      request: { probe: "tcp", to: service },
      saw: "timed-out",
      served: true,
      several: false,
      lastedMs: 3_000,
      questions: [],
    };
    expect(chanceAlone(silence, shows("wrong-link"), network)).toBe(0.5);
    expect(chanceAlone(silence, shows("local-no-route"), network)).toBeLessThan(0.04);
  });

  it("a filter acts behind its own hop, a route before it", () => {
    expect(steps([at("t2", "drop")])).toEqual([...passed(2), ...silent(4)]);
    expect(steps([at("t2", "reset")])).toEqual([...passed(2), "refused"]);
    expect(steps([at("t2", "prohibit")])).toEqual([...passed(2), "unreachable t2 prohibited"]);
    expect(steps([at("t2", "blackhole")])).toEqual([...passed(1), ...silent(5)]);
    expect(steps([at("t2", "no-route")])).toEqual([...passed(1), "unreachable t2 net"]);
  });

  it("no way back silences a hop and all behind it, whatever is asked", () => {
    const lost = [at("t3", "blackhole", "inbound")];
    expect(steps(lost)).toEqual([...passed(2), ...silent(4)]);
    expect(steps(lost, api)).toEqual([...passed(2), ...silent(4)]);
    expect(connects(lost, { ip: "10.0.23.2", port: 81 })).toBe("timed-out");
    expect(connects([at("t3", "blackhole")], { ip: "10.0.23.2", port: 81 })).toBe("open");
  });

  it("only concerns the packets that it matches", () => {
    expect(connects([at("t2", "drop")], api)).toBe("open");
    const port: PlacedFault = { ...at("t2", "drop"), match: { protocol: "tcp", ports: [6443] } };
    expect([connects([port]), connects([port], api), connects([port], { ...api, port: 80 })]).toEqual([
      "open",
      "timed-out",
      "open",
    ]);
  });

  it("a security group lets every hop answer", () => {
    const group: PlacedFault = { place: { at: "edge" }, direction: "outbound", effect: "drop", match: {} };
    expect(steps([group], api)).toEqual([...passed(5), "silent"]);
  });

  it("a proxy and a reset come from nearer than the service", () => {
    const distance = (faults: PlacedFault[]) => simulate(network, faults, { probe: "distance", to: service }).routers;
    expect([distance([]), distance([at("t2", "proxy")]), distance([at("t2", "reset")])]).toEqual([5, 1, 1]);
  });

  it("a name server of the site is only the messenger of the line behind it", () => {
    const name = (host: string): AskedRequest => ({
      probe: "dns",
      server: { ip: SITE_DNS, port: 53 },
      name: host,
      type: "A",
    });
    expect(simulate(network, [at("t2", "drop")], name(NAMES.controlPlane)).outcome).toBe("timed-out");
    expect(simulate(network, [at("t2", "drop")], name(NAMES.ntp1)).outcome).toBe("answer");
  });

  it("hops that never answer are silent, and what is beyond them is not", () => {
    expect(steps([], service, (router) => router !== "t3")).toEqual([
      ...passed(2),
      "silent",
      "time-exceeded t4",
      "time-exceeded t5",
      "open",
    ]);
  });

  it("two faults act in the order in which a packet meets them", () => {
    expect(steps([at("t4", "reset"), at("t2", "drop")])).toEqual([...passed(2), ...silent(4)]);
  });
});

describe("what a reflector in the VPC shows", () => {
  const via = { ip: "192.168.20.20", port: 8479 };
  const run = "3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11";
  const ask = (what: "connect" | "datagram" | "walk" | "service", faults: PlacedFault[], port = 10250) =>
    simulate(network, faults, {
      probe: "reflect",
      via,
      run,
      ask: what,
      protocol: what === "datagram" ? "udp" : "tcp",
      port,
      ...(what === "service" && { host: API_SERVER }),
    });
  const back = (faults: PlacedFault[]) =>
    (ask("walk", faults).hops ?? []).map(({ reply, router, code }) =>
      [reply, router, code].filter((part) => part !== undefined).join(" "),
    );
  const kubelet = (place: PlacedFault["place"], effect: PlacedFault["effect"]): PlacedFault => ({
    place,
    direction: "inbound",
    effect,
    match: { protocol: "tcp", localPorts: [10250] },
  });
  const fromThere = (count: number) => Array.from({ length: count }, (_, index) => `time-exceeded t${5 - index}`);

  it("arrives where nothing is wrong, by the same routers the other way round", () => {
    expect(ask("connect", []).outcome).toBe("arrived");
    expect(ask("datagram", []).outcome).toBe("arrived");
    expect(back([])).toEqual([...fromThere(5), "refused"]);
  });

  it("a filter for one port shows on the way back where it sits, and leaves the answers alone", () => {
    const firewall = kubelet({ at: "router", id: "t2" }, "drop");
    expect(ask("connect", [firewall])).toMatchObject({ outcome: "timed-out", reflected: { reached: true } });
    expect(ask("connect", [firewall], 9100).outcome).toBe("arrived");
    expect(connects([firewall], api)).toBe("open");
    expect(back([firewall])).toEqual([...fromThere(4), ...silent(2)]);
    expect(back([kubelet({ at: "edge" }, "drop")])).toEqual(silent(6));
    expect(back([kubelet({ at: "node" }, "drop")])).toEqual([...fromThere(5), ...silent(1)]);
    expect(back([kubelet({ at: "router", id: "t2" }, "reset")])).toEqual([...fromThere(4), "refused"]);
    expect(back([kubelet({ at: "router", id: "t2" }, "prohibit")])).toEqual([
      ...fromThere(4),
      "unreachable t2 prohibited",
    ]);
  });

  it("a missing way back is heard of only there", () => {
    for (const [effect, saw] of [
      ["blackhole", "timed-out"],
      ["no-route", "unreachable"],
    ] as const)
      expect(ask("connect", [at("t3", effect, "inbound")])).toMatchObject({
        outcome: "unheard",
        reflected: { reached: true, saw },
      });
    expect(back([at("t3", "no-route", "inbound")])).toEqual([...fromThere(2), "unreachable t3 net"]);
    expect(back([at("t3", "blackhole", "inbound")])).toEqual([...fromThere(2), ...silent(4)]);
  });

  it("a request that is lost on its way is not in the reflector's log", () => {
    const lost: PlacedFault = { ...at("t2", "drop"), match: { remote: ["192.168.0.0/16"] } };
    expect(ask("connect", [lost])).toEqual({ outcome: "unheard", reflected: { reached: false, saw: "unheard" } });
  });

  it("packets that are too large for a hop fail alone", () => {
    expect(ask("datagram", [{ ...at("t2", "shrink-mtu", "both"), match: {} }]).outcome).toBe("black-hole");
  });

  it("a service is looked at past everything that is on the way", () => {
    const service: PlacedFault = {
      place: { at: "destination" },
      direction: "outbound",
      effect: "not-listening",
      match: { remote: [`${API_SERVER}/32`] },
    };
    expect(ask("service", [service], 6443).outcome).toBe("refused");
    expect(ask("service", [{ ...service, place: { at: "edge" }, effect: "drop" }], 6443).outcome).toBe("open");
  });
});
