import type { KnownMisconfiguration } from "../catalogue/misconfigurations/misconfigurations.ts";
import type { FaultKind } from "../model/fault.ts";
import { grouped } from "../wire/grouped.ts";
import { SILENT_HOP, type NodeSummary } from "./node-summary.ts";

/**
 * Which nodes a fault reaches: all that use the device, those of some subnets that a rule or a way back names, or single
 * hosts of a list. The shares of a kind add up to one.
 */
interface Extents {
  wide: number;
  subnets: number;
  hosts: number;
}

/** Rules name who may send. */
const BY_SOURCE: Extents = { wide: 0.55, subnets: 0.33, hosts: 0.12 };
/** A way back is to a block: the whole site's, or one that was added later. Hardly anybody routes single hosts. */
const BY_WAY_BACK: Extents = { wide: 0.6, subnets: 0.37, hosts: 0.03 };
/** Boxes that open or judge traffic are often told of some subnets first. */
const BY_POLICY: Extents = { wide: 0.7, subnets: 0.27, hosts: 0.03 };
/** What is decided by the destination alone; a policy route, a limit on one host are rare. */
const BY_DESTINATION: Extents = { wide: 0.97, subnets: 0.02, hosts: 0.01 };
/** Name servers may have a view for some of their clients. */
const BY_VIEW: Extents = { wide: 0.93, subnets: 0.05, hosts: 0.02 };

/** What is said to leave other hosts of the site alone is never wide. */
const OF_SOME: Extents = { wide: 0, subnets: 0.8, hosts: 0.2 };

const EXTENTS: Record<FaultKind, Extents> = {
  filter: BY_SOURCE,
  "return-filter": BY_SOURCE,
  "data-filter": BY_POLICY,
  intercept: BY_POLICY,
  proxy: BY_POLICY,
  asymmetry: BY_WAY_BACK,
  "return-route": BY_WAY_BACK,
  "site-return-route": BY_WAY_BACK,
  route: BY_DESTINATION,
  "site-route": BY_DESTINATION,
  line: BY_DESTINATION,
  member: BY_DESTINATION,
  "line-member": BY_DESTINATION,
  mtu: BY_DESTINATION,
  host: BY_DESTINATION,
  "closed-port": BY_DESTINATION,
  balancer: BY_DESTINATION,
  neighbour: BY_DESTINATION,
  resolver: BY_VIEW,
  "broken-resolver": BY_VIEW,
  misdirection: BY_VIEW,
  // Of the node alone: never asked.
  "local-filter": BY_DESTINATION,
  "local-route": BY_DESTINATION,
  "local-link": BY_DESTINATION,
  // A certificate, a page, a clock: whoever asks is told the same.
  sign: BY_DESTINATION,
};

/** A node passes although it meets the fault: chance, or a change between two runs. Of several the second says less. */
const PASSES_ANYWAY = [1, 0.01, 0.001, 0.0001] as const;
/** How much less likely a rule names one more subnet, or one more host, and no others. */
const FURTHER_SUBNET = 0.5;
const FURTHER_HOST = 0.3;
/** A list of hosts was made before those that fail were there: one mistake, however many they are. */
const HOSTS_AT_LEAST = 0.1;
/** Another node has just the same fault of its own: one image, one hand. */
const SAME_MISTAKE_ON_ALL = 0.02;
const SAME_MISTAKE_AGAIN = 0.05;

/** A fault that nobody has thought of is as likely the nodes' own as a shared one. */
const UNKNOWN_IS_SHARED = 0.5;

/** How probable it is that a node's packets meet a device for which no hop speaks. */
const MEETS = {
  /** Behind another gateway: another switch, or another interface of the same. */
  coreSwitchElsewhere: 0.45,
  firewall: 0.85,
  beyond: 0.97,
  /** The walk has another address at its place: another router, or another interface of the same. */
  anotherAddress: 0.35,
  /** Of a device that nobody has thought of. */
  unknown: 0.8,
} as const;

/** Nodes whose packets take the same way from the same block and that ask the same name servers. */
export interface NodeClass extends Pick<NodeSummary, "gateway" | "subnet" | "way" | "resolvers"> {
  count: number;
}

/** Lists are compared by identity: `Shared` keeps one of equal ones. */
export function classesOf(nodes: readonly NodeSummary[]): NodeClass[] {
  const distinct = grouped(nodes, ({ gateway, subnet }) => `${gateway ?? ""} ${subnet ?? ""}`);
  return [...distinct.values()].flatMap((there) => {
    const classes: NodeClass[] = [];
    for (const { gateway, subnet, way, resolvers } of there) {
      const known = classes.find((each) => each.way === way && each.resolvers === resolvers);
      if (known === undefined) classes.push({ gateway, subnet, way, resolvers, count: 1 });
      else known.count++;
    }
    return classes;
  });
}

/** Nodes of which the same questions were asked, by how they ended. */
export interface Comparison {
  failing: readonly NodeClass[];
  passing: readonly NodeClass[];
}

/** What is said to be at fault, as far as other nodes have to do with it. */
export interface SharedFault {
  misconfiguration: Pick<KnownMisconfiguration, "device" | "kind">;
  /** Addresses of the router that has it. */
  at: readonly string[];
  /** Blocks of the far end. */
  remote: readonly string[];
  /** Whether it is said to leave other hosts of the site alone. */
  onlySome: boolean;
}

/** How likely it is, under a fault, that just these nodes fail. */
export function extentLikelihood(fault: SharedFault, comparison: Comparison): number {
  const { device, kind } = fault.misconfiguration;
  return device === "node"
    ? ownLikelihood(comparison)
    : sharedLikelihood(
        fault.onlySome ? OF_SOME : EXTENTS[kind],
        (node) => meetsChance(fault, node, comparison.failing),
        comparison,
      );
}

/** The same of a fault that nobody has thought of. */
export function likelihoodIfUnknown(comparison: Comparison): number {
  const gateways = new Set(comparison.failing.map(({ gateway }) => gateway));
  const meets = ({ gateway }: NodeClass) => (gateways.has(gateway) ? 1 : MEETS.unknown);
  return (
    UNKNOWN_IS_SHARED * sharedLikelihood(BY_SOURCE, meets, comparison) +
    (1 - UNKNOWN_IS_SHARED) * ownLikelihood(comparison)
  );
}

function ownLikelihood({ failing }: Comparison): number {
  const others = countOf(failing) - 1;
  return others === 0 ? 1 : SAME_MISTAKE_ON_ALL + SAME_MISTAKE_AGAIN ** others;
}

function sharedLikelihood(
  { wide, subnets, hosts }: Extents,
  meets: (node: NodeClass) => number,
  { failing, passing }: Comparison,
): number {
  // All that fail must meet it, those behind one gateway together.
  const reach = product([...grouped(failing, gatewayOf).values()].map((nodes) => Math.max(...nodes.map(meets))));
  const blocks = new Set(failing.map(({ subnet }) => subnet));
  const inBlocks = passing.filter(({ subnet }) => blocks.has(subnet));
  const spared = (nodes: readonly NodeClass[]) =>
    product(
      [...grouped(nodes, gatewayOf).values()].map((some) => {
        const chance = Math.max(...some.map(meets));
        return 1 - chance + chance * (PASSES_ANYWAY[Math.min(countOf(some), PASSES_ANYWAY.length - 1)] ?? 0);
      }),
    );
  return (
    reach *
    (wide * spared(passing) +
      subnets * FURTHER_SUBNET ** (blocks.size - 1) * spared(inBlocks) +
      hosts * Math.max(HOSTS_AT_LEAST, FURTHER_HOST ** (countOf(failing) - 1)))
  );
}

/** How probable it is that a node's packets pass where the fault is. */
export function meetsChance(
  { misconfiguration: { device }, at, remote }: SharedFault,
  { gateway, way, resolvers }: Pick<NodeClass, "gateway" | "way" | "resolvers">,
  failing: readonly NodeClass[],
): number {
  switch (device) {
    case "node":
      return 0;
    case "service":
      return 1;
    case "dns":
      return resolvers.some((ip) =>
        remote.length > 0 ? remote.includes(`${ip}/32`) : failing.some((node) => node.resolvers.includes(ip)),
      )
        ? 1
        : 0.02;
    case "core-switch":
    case "firewall":
    case "vbr":
    case "ecr-cen":
    case "vpc-route-table":
    case "security-group": {
      if (failing.some((node) => node.gateway === gateway)) return 1;
      if (way !== undefined && at.some((ip) => way.includes(ip))) return 1;
      if (device === "core-switch") return MEETS.coreSwitchElsewhere;
      const usual = device === "firewall" ? MEETS.firewall : MEETS.beyond;
      return at.length > 0 && way !== undefined && !way.includes(SILENT_HOP) ? MEETS.anotherAddress : usual;
    }
  }
}

const gatewayOf = ({ gateway }: NodeClass) => gateway;

function countOf(nodes: readonly NodeClass[]): number {
  return nodes.reduce((all, { count }) => all + count, 0);
}

function product(factors: readonly number[]): number {
  return factors.reduce((all, factor) => all * factor, 1);
}
