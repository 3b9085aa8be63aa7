import { FLANNEL_PORT } from "../../catalogue/ports.ts";
import type { MisconfigurationId } from "../../catalogue/misconfigurations/misconfigurations.ts";
import type { FaultInstance, FaultKind } from "../../model/fault.ts";
import type { DeviceSetting } from "../../model/plan.ts";
import { parseIpv4Cidr } from "../../wire/cidr.ts";

/** Kinds whose remedy is a rule that lets something pass, or a route. */
const KIND_OF: Partial<Record<FaultKind, DeviceSetting["kind"]>> = {
  filter: "allow",
  "return-filter": "allow",
  route: "route",
  "site-route": "route",
  "return-route": "route",
  "site-return-route": "route",
};

/** Rules that are not the device's usual ones. */
export const LIST_OF: Partial<Record<MisconfigurationId, NonNullable<DeviceSetting["list"]>>> = {
  "network-acl.inbound.data-center": "network-acl",
  "network-acl.outbound.data-center": "network-acl",
  "service.api-server.acl": "load-balancer-acl",
};

/**
 * What has to be set so that a fault is gone, as the plan would say it.
 * @param text the same as a sentence.
 * @returns nothing where a rule or route would not do it, or where its blocks are not known.
 */
export function settingsFor(
  kind: FaultKind,
  direction: DeviceSetting["direction"],
  { match, blocks }: FaultInstance,
  text: string,
): DeviceSetting[] {
  const settingKind = KIND_OF[kind];
  if (settingKind === undefined || blocks === undefined) return [];
  const [site, remote] = [blocks.site, blocks.remote].map((all) => all.map(asBlock));
  const [source, destination] = direction === "outbound" ? [site, remote] : [remote, site];
  if (!areBlocks(destination)) return [];
  if (settingKind === "route") return [{ direction, kind: "route", text, destination }];
  if (!areBlocks(source)) return [];
  const rule = { direction, kind: "allow", text, source, destination } as const;
  const ports = direction === "inbound" && match.localPorts !== undefined ? match.localPorts : (match.ports ?? []);
  if (ports.length === 0) return [rule];
  if (match.protocol !== undefined) return [{ ...rule, protocol: match.protocol, ports: [...ports] }];
  // Of the ports that the cloud connects to, one is UDP alone; DNS is both.
  const [udp, others] = [ports.filter((port) => port === FLANNEL_PORT), ports.filter((port) => port !== FLANNEL_PORT)];
  return [
    ...(others.length === 0
      ? []
      : [{ ...rule, protocol: match.localPorts === undefined ? "tcp/udp" : "tcp", ports: others }]),
    ...(udp.length === 0 ? [] : [{ ...rule, protocol: "udp", ports: udp }]),
  ];
}

function asBlock(text: string): string {
  return text.includes("/") ? text : `${text}/32`;
}

/** Placeholders are none. */
function areBlocks(blocks: readonly string[] | undefined): blocks is string[] {
  return blocks !== undefined && blocks.length > 0 && blocks.every((block) => parseIpv4Cidr(block) !== undefined);
}
