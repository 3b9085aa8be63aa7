import type { Device } from "../../src/model/device.ts";
import { hostOf } from "../scenarios/scenario.ts";
import { referenceSite } from "./reference-site.ts";
import type { Topology } from "./topology.ts";

/** The reference site with a second line between firewall and VBR; both use both, flow by flow. */
export function withTwoLines(): Topology {
  const network = referenceSite();
  network.links.push({
    ends: [
      { host: "firewall", address: "10.0.33.1/30" },
      { host: "vbr", address: "10.0.33.2/30" },
    ],
    number: 2,
  });
  // Between namespaces a packet keeps the hash of its socket, which Linux changes at each repetition; through a relay it does not.
  for (const link of network.links) {
    const [a, b] = link.ends.map(({ host }) => host);
    if (a === "core-switch" || (a === "vbr" && b === "cen")) link.delayMs = 1;
  }
  for (const route of hostOf(network, "firewall").routes ?? [])
    if (route.via === "10.0.23.2") route.via = ["10.0.23.2", "10.0.33.2"];
  for (const route of hostOf(network, "vbr").routes ?? [])
    if (route.via === "10.0.23.1") route.via = ["10.0.23.1", "10.0.33.1"];
  return network;
}

/** What is dead, and who cannot be told apart from it by packets of this node: one of these is to be named first. */
export const DEAD_WAYS: { name: string; patch: (network: Topology) => void; group: Device[] }[] = [
  {
    name: "the firewall's link to the second line",
    patch: (network) => {
      hostOf(network, "firewall").filter = { forward: ['oifname "vbr-2" drop'] };
    },
    group: ["firewall", "vbr"],
  },
  {
    name: "the second line, both ways",
    patch: (network) => {
      hostOf(network, "firewall").filter = { prerouting: ['iifname "vbr-2" drop'] };
      hostOf(network, "vbr").filter = { prerouting: ['iifname "firewall-2" drop'] };
    },
    group: ["firewall", "vbr"],
  },
  {
    name: "the VBR's way back by the second line",
    patch: (network) => {
      hostOf(network, "vbr").filter = { forward: ['oifname "firewall-2" drop'] };
    },
    group: ["vbr", "ecr-cen", "firewall", "core-switch"],
  },
];
