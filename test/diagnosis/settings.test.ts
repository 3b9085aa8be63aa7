import { describe, expect, it } from "vitest";
import { settingsFor } from "../../src/diagnosis/explain/settings.ts";
import type { FaultInstance, PacketMatch } from "../../src/model/fault.ts";
import { cloudIds } from "../../src/plan/cloud/cloud-ids.ts";
import { commandsFor } from "../../src/plan/snippets/snippets.ts";
import { siteFor } from "../support/site.ts";
import { en } from "../support/words.ts";

const instance = (match: PacketMatch, site = ["10.0.0.0/8"], remote = ["192.168.0.0/16"]): FaultInstance => ({
  match,
  setting: { source: "", destination: "", ports: "" },
  blocks: { site, remote },
});
const context = { ids: cloudIds(siteFor({}), undefined), words: en.cloudNotes };
const rule = { kind: "allow", text: "x" };

describe("the setting that a fault lacks", () => {
  it("lets a port out", () => {
    expect(settingsFor("filter", "outbound", instance({ protocol: "tcp", ports: [6443] }), "x")).toEqual([
      {
        ...rule,
        direction: "outbound",
        source: ["10.0.0.0/8"],
        destination: ["192.168.0.0/16"],
        protocol: "tcp",
        ports: [6443],
      },
    ]);
  });

  it("lets the cloud's connections in, Flannel's by UDP", () => {
    const inbound = { ...rule, direction: "inbound", source: ["192.168.0.0/16"], destination: ["10.0.0.0/8"] };
    expect(settingsFor("filter", "inbound", instance({ localPorts: [10250, 8472] }), "x")).toEqual([
      { ...inbound, protocol: "tcp", ports: [10250] },
      { ...inbound, protocol: "udp", ports: [8472] },
    ]);
  });

  it("routes there and back", () => {
    expect(settingsFor("site-route", "outbound", instance({}), "x")).toEqual([
      { direction: "outbound", kind: "route", text: "x", destination: ["192.168.0.0/16"] },
    ]);
    expect(settingsFor("return-route", "inbound", instance({}), "x")).toEqual([
      { direction: "inbound", kind: "route", text: "x", destination: ["10.0.0.0/8"] },
    ]);
  });

  it("takes an address for a block of one", () => {
    const [setting] = settingsFor("filter", "outbound", instance({}, ["10.0.0.0/8"], ["203.107.6.88"]), "x");
    expect(setting?.destination).toEqual(["203.107.6.88/32"]);
  });

  it.each([
    ["a block that nobody has named", "filter", instance({}, [])],
    ["a placeholder", "route", instance({}, ["10.0.0.0/8"], ["<VPC CIDR>"])],
    ["what no rule or route mends", "mtu", instance({})],
    ["what is made of no blocks", "filter", { match: {}, setting: { source: "", destination: "", ports: "" } }],
  ] as const)("is not made up: %s", (_name, kind, one) => {
    expect(settingsFor(kind, "outbound", one, "x")).toEqual([]);
  });

  it("is said in every syntax of a switch or firewall, and in none for the rest", () => {
    const settings = settingsFor("site-route", "outbound", instance({}), "x");
    expect(commandsFor("core-switch", settings, context).map(({ syntax, lines }) => [syntax, lines.at(-1)])).toEqual([
      ["nftables", "ip route add 192.168.0.0/16 via <next hop>"],
      ["cisco-ios", "ip route 192.168.0.0 255.255.0.0 <next hop>"],
      ["huawei-vrp", "ip route-static 192.168.0.0 255.255.0.0 <next hop>"],
      ["h3c-comware", "ip route-static 192.168.0.0 255.255.0.0 <next hop>"],
    ]);
    expect(commandsFor("node", settings, context)).toEqual([]);
  });
});
