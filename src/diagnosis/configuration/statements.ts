import type { AnyEvidence, CloudSource, CloudState, CloudWord } from "../../catalogue/words/misconfiguration-words.ts";
import { API_SERVER_PORT } from "../../catalogue/endpoints.ts";
import type { KnownMisconfiguration, MisconfigurationId } from "../../catalogue/misconfigurations/misconfigurations.ts";
import {
  listsOf,
  rowsOf,
  type CloudKind,
  type RouteRow,
  type TransitAttachmentRow,
  type TransitRouteRow,
  type VbrRow,
} from "../../model/cloud.ts";
import type { FaultInstance, Traffic } from "../../model/fault.ts";
import { containedInAny, contains } from "../../wire/cidr.ts";
import { aclVerdict, securityGroupVerdict, type FilteredPacket, type FilterVerdict } from "./filters.ts";
import { longestMatch } from "./lookup.ts";
import { isSettled, type CloudView, type RouteTable } from "../../cloud/view.ts";

/**
 * What the cloud's configuration says of one misconfiguration: that the setting is missing, or that it is in place; "aside" is a
 * value to know that decides nothing.
 */
export interface CloudStatement {
  says: CloudWord | "aside";
  told: AnyEvidence;
}

/** What a statement is looked up by. */
export interface CloudQuestion {
  view: CloudView;
  traffic: Traffic;
  /** The address that this node sends from, where it is known. */
  node: string | undefined;
}

/** @returns undefined where the export does not say. */
export function cloudStatement(
  { id }: KnownMisconfiguration,
  instance: FaultInstance,
  question: CloudQuestion,
): CloudStatement | undefined {
  return STATEMENTS[id]?.(question, instance);
}

type Say = (question: CloudQuestion, instance: FaultInstance) => CloudStatement | undefined;

const ofEachVbr =
  (say: (question: CloudQuestion, vbr: VbrRow, instance: FaultInstance) => CloudStatement | undefined): Say =>
  (question, instance) =>
    agreed(question.view.vbrs, (vbr) => say(question, vbr, instance));
const vbrOutbound = ofEachVbr((question, vbr, instance) =>
  vbrRoutes(question, vbr, wantedOf(instance, question), "cloud"),
);
const transitOutboundOf: Say = (question, instance) => transitOutbound(question, wantedOf(instance, question));
const groupIn: Say = (question, instance) => groupRules(question, "ingress", packetsTo(instance, question));
const groupOut: Say = (question, instance) => groupRules(question, "egress", packetsFromCloud(instance, question));

/** The settings of which a configuration tells. */
const STATEMENTS: Partial<Record<MisconfigurationId, Say>> = {
  "vbr.outbound.vpc": vbrOutbound,
  "vbr.outbound.cloud-services": vbrOutbound,
  "vbr.outbound.all": vbrOutbound,
  "vbr.inbound.data-center": ofEachVbr((question, vbr) => vbrRoutes(question, vbr, siteAddresses(question), "site")),
  "vbr.inbound.containers": ofEachVbr((question, vbr) =>
    vbrRoutes(question, vbr, containerAddresses(question), "site"),
  ),
  "vbr.line": ofEachVbr(lineState),
  "vbr.mtu": ofEachVbr(mtuOf),
  "ecr-cen.outbound.vpc": transitOutboundOf,
  "ecr-cen.outbound.cloud-services": transitOutboundOf,
  "ecr-cen.outbound.all": transitOutboundOf,
  "ecr-cen.inbound.data-center": (question) => transitInbound(question, siteAddresses(question)),
  "ecr-cen.inbound.containers": (question) => transitInbound(question, containerAddresses(question)),
  "ecr-cen.attachment": attachmentState,
  "vpc-route-table.inbound.data-center": (question) => vpcRoutes(question, siteAddresses(question)),
  "vpc-route-table.inbound.containers": (question) => vpcRoutes(question, containerAddresses(question)),
  "vpc-route-table.outbound": (question, instance) => vpcDetours(question, wantedOf(instance, question)),
  "security-group.inbound.api-server": groupIn,
  "security-group.inbound.data-center": groupIn,
  "security-group.inbound.flannel": groupIn,
  "security-group.outbound.data-center": groupOut,
  "security-group.outbound.connections": groupOut,
  "security-group.outbound.kubelet": groupOut,
  "security-group.outbound.node-exporter": groupOut,
  "security-group.outbound.flannel": groupOut,
  "network-acl.inbound.data-center": (question, instance) =>
    aclRules(question, "ingress", packetsTo(instance, question)),
  "network-acl.outbound.data-center": (question) => aclRules(question, "egress", repliesTo(question)),
  "service.api-server.acl": balancerAcl,
  "service.api-server.port": listenerState,
};

/** Where it is not known which of several devices is crossed, they have to say the same. */
function agreed<T>(devices: readonly T[], say: (device: T) => CloudStatement | undefined): CloudStatement | undefined {
  const said = devices.map(say);
  const [first] = said;
  return said.every((each) => each?.says === first?.says) ? first : undefined;
}

// Which addresses a setting is about

function wantedOf({ match }: FaultInstance, { traffic }: CloudQuestion): string[] {
  const remote = match.remote ?? [];
  const addresses = traffic.targets
    .filter(({ service }) => service !== "ntp" && service !== "vpc-resolvers")
    .flatMap((target) => target.addresses)
    .filter((ip) => containedInAny(remote, ip));
  // Of a block that nothing is asked in, some address of it.
  return addresses.length > 0 ? [...new Set(addresses)] : remote.map(firstAddress);
}

function siteAddresses({ node, traffic }: CloudQuestion): string[] {
  return node === undefined ? traffic.site.dataCenterCidrs.map(firstAddress) : [node];
}

function containerAddresses({ traffic }: CloudQuestion): string[] {
  return traffic.site.containerCidrs.map(firstAddress);
}

function firstAddress(block: string): string {
  return block.split("/")[0] ?? block;
}

// Routes

/** Whether a route can be used, and what it is called in a sentence. */
interface Judged {
  usable: boolean;
  via?: string;
  state?: string;
}

function routeStatement<Row extends { destination: string }>(
  { view }: CloudQuestion,
  table: RouteTable<Row>,
  addresses: readonly string[],
  judge: (row: Row) => Judged,
): CloudStatement | undefined {
  if (addresses.length === 0) return undefined;
  const looked = addresses.map((address) => ({
    address,
    routes: longestMatch(table.rows, address).map((row) => ({ row, ...judge(row) })),
  }));
  const broken = looked.filter(({ routes }) => !routes.some(({ usable }) => usable));
  const source = sourceOf(view, table.files);
  if (broken.length === 0) {
    const { row, via } = looked[0]?.routes.find(({ usable }) => usable) ?? {};
    const told = {
      key: "cloud-route",
      args: { says: "present", table: table.id, destination: row?.destination ?? "", via, ...source },
    } as const;
    return { says: "present", told };
  }
  // What is missing from a part of the table may stand in the rest. Where only some addresses are broken, it is another setting.
  if (!table.complete || broken.length < looked.length) return undefined;
  const [first] = broken;
  const [wrong] = first?.routes ?? [];
  const told = {
    key: "cloud-route",
    args: {
      says: "missing",
      table: table.id,
      destination: first?.address ?? "",
      via: wrong?.via,
      state: wrong?.state,
      ...source,
    },
  } as const;
  return { says: "missing", told };
}

function vbrRoutes(
  question: CloudQuestion,
  vbr: VbrRow,
  addresses: readonly string[],
  towards: "site" | "cloud",
): CloudStatement | undefined {
  const table = question.view.vbrTable(vbr);
  if (table === undefined || vbr.interfaceId === undefined) return undefined;
  return routeStatement(question, table, addresses, (row) => {
    const judged = judgeRoute(row);
    const isOfLine = row.nextHops.some(({ id }) => id === vbr.interfaceId) || row.type?.toUpperCase() === "BGP";
    return { ...judged, usable: judged.usable && isOfLine === (towards === "site") };
  });
}

function judgeRoute({ status, nextHops, type }: RouteRow): Judged {
  const enabled = nextHops.filter(({ enabled: isEnabled }) => isEnabled);
  const via = nextHops.flatMap(({ id, type: kind }) => id ?? kind ?? [])[0];
  const usable = isSettled(status) && (enabled.length > 0 || nextHops.length === 0);
  return { usable, via: via ?? type, ...(usable ? {} : { state: status ?? "disabled" }) };
}

function vpcRoutes(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const tables = question.view.vpcTables();
  if (tables === undefined) return undefined;
  return agreed(tables, ({ table }) =>
    routeStatement(question, table, addresses, (row) => {
      const judged = judgeRoute(row);
      // A route of the VPC to itself leads nowhere else.
      return { ...judged, usable: judged.usable && row.type?.toLowerCase() !== "system" };
    }),
  );
}

/** Inside the VPC packets find their way by themselves, unless somebody has entered a route that leads them elsewhere. */
function vpcDetours(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const tables = question.view.vpcTables();
  if (tables === undefined || addresses.length === 0) return undefined;
  return agreed(tables, ({ table }): CloudStatement | undefined => {
    const detours = addresses.map((address) =>
      longestMatch(table.rows, address).find(({ type }) => type?.toLowerCase() === "custom"),
    );
    const [first] = detours;
    const source = sourceOf(question.view, table.files);
    if (first !== undefined && detours.every((each) => each !== undefined)) {
      const via = first.nextHops.flatMap(({ id, type }) => id ?? type ?? [])[0] ?? "";
      return {
        says: "missing",
        told: {
          key: "cloud-route",
          args: { says: "missing", table: table.id, destination: first.destination, via, ...source },
        },
      };
    }
    if (!table.complete || detours.some((each) => each !== undefined)) return undefined;
    return {
      says: "present",
      told: {
        key: "cloud-route",
        args: { says: "present", table: table.id, destination: addresses[0] ?? "", via: "local", ...source },
      },
    };
  });
}

// The transit router and the ECR

/** @param from the attachments that the packets come from: a route that leads back there is none. */
const judgeTransit =
  (from: readonly TransitAttachmentRow[]) =>
  ({ status, nextHopType, nextHopId, resourceId }: TransitRouteRow): Judged => {
    const isBlackHole = nextHopType?.toLowerCase() === "blackhole";
    const leadsBack = from.some((each) => each.id === nextHopId || each.resourceId === resourceId);
    const isActive = status === undefined || status.toLowerCase() === "active";
    return {
      usable: !isBlackHole && !leadsBack && isActive,
      via: resourceId ?? nextHopId ?? nextHopType,
      ...(isActive ? {} : { state: status }),
    };
  };

function transitOutbound(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const { view } = question;
  const services = listsOf(view.configuration, "route-service").flatMap(({ rows }) => rows);
  const served = services
    .filter(
      ({ status, accessRegionId }) =>
        isSettled(status) && (accessRegionId ?? question.traffic.site.region) === question.traffic.site.region,
    )
    .flatMap(({ cidrs }) => cidrs);
  const from = view.siteAttachments();
  const tables = view.transitTables(from);
  if (tables === undefined) return ecrStatement(question, addresses, "cloud");
  const said = agreed(tables, (table) => routeStatement(question, table, addresses, judgeTransit(from)));
  // A service that is routed by its own entry need not stand in the table that was exported before.
  if (said?.says === "missing" && addresses.every((address) => containedInAny(served, address))) return undefined;
  return said?.says === "present" ? (deniedOnTheWay(question, addresses) ?? said) : said;
}

function transitInbound(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const { view } = question;
  const from = view.vpcAttachments();
  const tables = view.transitTables(from);
  if (tables === undefined) return ecrStatement(question, addresses, "site");
  const said = agreed(tables, (table) => routeStatement(question, table, addresses, judgeTransit(from)));
  return said?.says === "present" ? (deniedOnTheWay(question, addresses) ?? said) : said;
}

/** A route that is there, and is not told to whom it is for: it is not published, or a route map denies it. */
function deniedOnTheWay({ view }: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  if (addresses.length === 0) return undefined;
  const maps = rowsOf(view.configuration, "route-map").filter(
    ({ result, cidrs, status }) => result?.toLowerCase() === "deny" && cidrs.length > 0 && isSettled(status),
  );
  const map = maps.find(({ cidrs }) => addresses.every((address) => containedInAny(cidrs, address)));
  if (map !== undefined) {
    const source = sourceOf(view, filesOf(view, "route-map"));
    return {
      says: "missing",
      told: {
        key: "cloud-state",
        args: {
          says: "missing",
          id: map.id ?? "route map",
          state: { said: `Deny ${map.cidrs.join(", ")}` },
          ...source,
        },
      },
    };
  }
  for (const list of listsOf(view.configuration, "published")) {
    const unpublished = addresses.map((address) =>
      longestMatch(list.rows, address).find(
        ({ status, conflicts }) => status?.toLowerCase() === "nonpublished" || conflicts,
      ),
    );
    const [first] = unpublished;
    if (first === undefined || unpublished.includes(undefined)) continue;
    return {
      says: "missing",
      told: {
        key: "cloud-route",
        args: {
          says: "missing",
          table: first.tableId ?? list.about ?? "",
          destination: first.destination,
          state: first.conflicts ? "conflict" : (first.status ?? ""),
          ...sourceOf(view, list.files),
        },
      },
    };
  }
  return undefined;
}

/** An Express Connect Router in the place of a transit router. */
function ecrStatement(
  question: CloudQuestion,
  addresses: readonly string[],
  towards: "site" | "cloud",
): CloudStatement | undefined {
  const { view } = question;
  const ecrIds = new Set(view.vbrs.flatMap(({ ecrId }) => ecrId?.toLowerCase() ?? []));
  const isOurs = ({ about }: { about?: string }) => ecrIds.size === 0 || (about !== undefined && ecrIds.has(about));
  const vbrIds = new Set(view.vbrs.map(({ id }) => id));
  const said = agreed(listsOf(view.configuration, "ecr-route").filter(isOurs), (list) =>
    routeStatement(question, { ...list, id: list.about ?? "ECR" }, addresses, ({ nextHopId, status }) => {
      const isOfLine = nextHopId !== undefined && vbrIds.has(nextHopId);
      return { usable: isSettled(status) && isOfLine === (towards === "site"), via: nextHopId, state: status };
    }),
  );
  if (said?.says !== "present" || towards === "site") return said;
  const refusing = listsOf(view.configuration, "ecr-association")
    .filter(isOurs)
    .flatMap(({ rows, files }) => rows.map((row) => ({ row, files })))
    .find(
      ({ row: { allowedPrefixes, allowedPrefixesMode } }) =>
        allowedPrefixesMode?.toLowerCase() === "matchmode" &&
        allowedPrefixes.length > 0 &&
        addresses.every((address) => !containedInAny(allowedPrefixes, address)),
    );
  if (refusing === undefined) return said;
  return {
    says: "missing",
    told: {
      key: "cloud-state",
      args: {
        says: "missing",
        id: refusing.row.id,
        state: { said: `${refusing.row.allowedPrefixesMode ?? ""}: ${refusing.row.allowedPrefixes.join(", ")}` },
        ...sourceOf(view, refusing.files),
      },
    },
  };
}

function attachmentState(question: CloudQuestion): CloudStatement | undefined {
  const { view } = question;
  const lists = listsOf(view.configuration, "transit-attachment");
  if (lists.length === 0) return undefined;
  const source = sourceOf(view, filesOf(view, "transit-attachment"));
  const state = (id: string, says: CloudWord, of: CloudState): CloudStatement => ({
    says,
    told: { key: "cloud-state", args: { says, id, state: of, ...source } },
  });
  for (const [type, wanted] of [
    ["VBR", view.vbrs.map(({ id }) => id)],
    ["VPC", view.vpcId === undefined ? [] : [view.vpcId]],
  ] as const) {
    const isListed = lists.some(
      ({ about, complete, rows }) =>
        complete && (about?.toUpperCase() === type || rows.some((row) => row.resourceType === type)),
    );
    const found = view.attachments(type).filter(({ resourceId }) => wanted.includes(resourceId));
    if (wanted.length > 0 && isListed && found.length === 0 && view.attachments("ECR").length === 0)
      return state(wanted.join(", "), "missing", { own: "not-attached" });
    const detached = found.find(({ status }) => !isSettled(status));
    if (detached !== undefined && found.length === 1)
      return state(detached.id, "missing", { said: detached.status ?? "" });
    const associations = listsOf(view.configuration, "transit-association");
    const isAssociated = associations.some(({ rows }) =>
      rows.some(({ attachmentId }) => found.some(({ id }) => id === attachmentId)),
    );
    if (found.length > 0 && associations.length > 0 && associations.every(({ complete }) => complete) && !isAssociated)
      return state(found.map(({ id }) => id).join(", "), "missing", { own: "not-associated" });
  }
  const [first] = view.siteAttachments();
  return first === undefined ? undefined : state(first.id, "present", { said: first.status ?? "Attached" });
}

// The line

function lineState({ view }: CloudQuestion, vbr: VbrRow): CloudStatement | undefined {
  const source = sourceOf(view, filesOf(view, "vbr"));
  const said = (says: CloudWord, id: string, word: string, from = source): CloudStatement => ({
    says,
    told: { key: "cloud-state", args: { says, id, state: { said: word }, ...from } },
  });
  const { status, lineStatus, lineBusinessStatus } = vbr;
  if (status === undefined) return undefined;
  if (status.toLowerCase() !== "active") return said("missing", vbr.id, status);
  if (lineStatus !== undefined && lineStatus.toLowerCase() !== "enabled")
    return said("missing", `${vbr.id} PhysicalConnection`, lineStatus);
  if (lineBusinessStatus !== undefined && lineBusinessStatus.toLowerCase() !== "normal")
    return said("missing", `${vbr.id} PhysicalConnection`, lineBusinessStatus);
  const sessions = rowsOf(view.configuration, "bgp-peer").filter(({ routerId }) => routerId === vbr.id);
  const down = sessions.filter(({ session }) => DOWN.has(session?.toLowerCase() ?? ""));
  if (sessions.length > 0 && down.length === sessions.length)
    return said(
      "missing",
      `${vbr.id} BGP ${down[0]?.peerIp ?? ""}`.trim(),
      down[0]?.session ?? "",
      sourceOf(view, filesOf(view, "bgp-peer")),
    );
  return said("present", vbr.id, status);
}

/** Of a BGP session (RFC 4271); another word is no evidence. */
const DOWN: ReadonlySet<string> = new Set(["idle", "connect", "active", "opensent", "openconfirm"]);

/** 1500 or 8500 bytes. Which one is right hangs on the line's other end, which no export tells. */
function mtuOf({ view }: CloudQuestion, { id, mtuBytes }: VbrRow): CloudStatement | undefined {
  return mtuBytes === undefined
    ? undefined
    : { says: "aside", told: { key: "cloud-mtu", args: { id, mtuBytes, ...sourceOf(view, filesOf(view, "vbr")) } } };
}

// Rules

function packetsTo({ match }: FaultInstance, { node, traffic }: CloudQuestion): FilteredPacket[] {
  if (node === undefined) return [];
  const ports = match.ports ?? [traffic.site.apiServer?.port ?? API_SERVER_PORT];
  return ports.map((port) => ({ protocol: match.protocol ?? "tcp", port, far: node }));
}

function packetsFromCloud({ match }: FaultInstance, question: CloudQuestion): FilteredPacket[] {
  const { node } = question;
  if (node === undefined) return [];
  if (match.localPorts === undefined) return repliesTo(question);
  return match.localPorts.map((port) => ({ protocol: port === FLANNEL ? "udp" : "tcp", port, far: node }));
}

const FLANNEL = 8472;

/** An answer goes to a port that the node's kernel has chosen; any of its usual range stands for it. */
function repliesTo({ node }: CloudQuestion): FilteredPacket[] {
  return node === undefined ? [] : [{ protocol: "tcp", port: 45_000, far: node }];
}

function ruleStatement(
  view: CloudView,
  id: string,
  kind: CloudKind,
  packets: readonly FilteredPacket[],
  verdictOf: (packet: FilteredPacket) => FilterVerdict,
  unmatched: "accept" | "drop" | "unknown",
): CloudStatement | undefined {
  const verdicts = packets.map((packet) => {
    const verdict = verdictOf(packet);
    return verdict === "unmatched" ? unmatched : verdict;
  });
  const says = verdicts.every((each) => each === "accept")
    ? "present"
    : verdicts.every((each) => each === "drop")
      ? "missing"
      : undefined;
  if (says === undefined || packets.length === 0) return undefined;
  const [first] = packets;
  const ports = packets.map(({ port }) => port).join(", ");
  const packet = `${(first?.protocol ?? "").toUpperCase()} ${ports} (${first?.far ?? ""})`;
  return { says, told: { key: "cloud-rule", args: { says, id, packet, ...sourceOf(view, filesOf(view, kind)) } } };
}

function groupRules(
  { view, traffic }: CloudQuestion,
  direction: "ingress" | "egress",
  packets: readonly FilteredPacket[],
): CloudStatement | undefined {
  const ownId =
    traffic.site.cluster?.securityGroupId ??
    rowsOf(view.configuration, "cluster").flatMap(({ securityGroupId }) => securityGroupId ?? [])[0];
  const lists = listsOf(view.configuration, "security-group").filter(({ complete }) => complete);
  const all = lists.flatMap(({ rows }) => rows);
  const own = all.filter(({ id }) => id === ownId);
  const { vpcId } = view;
  const groups = own.length > 0 ? own : all.filter((group) => vpcId === undefined || group.vpcId === vpcId);
  // What no rule is about does not come in. Whether it goes out depends on the group's type, which is not told.
  return agreed(groups, ({ id, rules }) =>
    ruleStatement(
      view,
      id,
      "security-group",
      packets,
      (packet) => securityGroupVerdict(rules, direction, packet),
      direction === "ingress" ? "drop" : "unknown",
    ),
  );
}

function aclRules(
  { view }: CloudQuestion,
  direction: "ingress" | "egress",
  packets: readonly FilteredPacket[],
): CloudStatement | undefined {
  const vswitchIds = new Set(view.vswitchIds);
  const all = rowsOf(view.configuration, "network-acl");
  const own = all.filter((acl) => acl.vswitchIds.some((id) => vswitchIds.has(id)));
  return agreed(own.length > 0 ? own : vswitchIds.size === 0 ? all : [], (acl) =>
    ruleStatement(view, acl.id, "network-acl", packets, (packet) => aclVerdict(acl[direction], packet), "drop"),
  );
}

function apiListeners({ view, traffic }: CloudQuestion) {
  const balancer =
    traffic.site.cluster?.loadBalancerId ??
    rowsOf(view.configuration, "cluster").flatMap(({ loadBalancerId }) => loadBalancerId ?? [])[0];
  const port = traffic.site.apiServer?.port ?? API_SERVER_PORT;
  const lists = listsOf(view.configuration, "listener").filter(
    ({ about, rows }) =>
      balancer === undefined || about === balancer.toLowerCase() || rows.some((row) => row.loadBalancerId === balancer),
  );
  const rows = lists.flatMap((list) => list.rows).filter((row) => row.port === port);
  return { balancer: balancer ?? lists[0]?.about ?? "", lists, rows, port };
}

function balancerAcl(question: CloudQuestion): CloudStatement | undefined {
  const { node, view } = question;
  const { rows, lists } = apiListeners(question);
  if (node === undefined) return undefined;
  return agreed(rows, ({ loadBalancerId, port, aclStatus, aclType, aclIds }): CloudStatement | undefined => {
    const id = `${loadBalancerId ?? lists[0]?.about ?? "lb"}:${port}`;
    const packet = `TCP ${port} (${node})`;
    const said = (says: CloudWord): CloudStatement => ({
      says,
      told: {
        key: "cloud-rule",
        args: { says, id, packet, ...sourceOf(view, [...filesOf(view, "listener"), ...filesOf(view, "balancer-acl")]) },
      },
    });
    if (aclStatus === undefined) return undefined;
    if (aclStatus.toLowerCase() !== "on") return said("present");
    const acls = rowsOf(view.configuration, "balancer-acl").filter((acl) => aclIds.includes(acl.id));
    if (acls.length < aclIds.length || aclIds.length === 0) return undefined;
    const isListed = acls.some(({ cidrs }) => cidrs.some((cidr) => contains(cidr, node)));
    return said(isListed === (aclType?.toLowerCase() !== "black") ? "present" : "missing");
  });
}

function listenerState(question: CloudQuestion): CloudStatement | undefined {
  const { balancer, rows, lists, port } = apiListeners(question);
  if (lists.length === 0) return undefined;
  const said = (says: CloudWord, state: CloudState): CloudStatement => ({
    says,
    told: {
      key: "cloud-state",
      args: { says, id: `${balancer}:${port}`, state, ...sourceOf(question.view, filesOf(question.view, "listener")) },
    },
  });
  if (rows.length === 0)
    return lists.every(({ complete }) => complete) ? said("missing", { own: "no-listener" }) : undefined;
  const status = rows.flatMap((row) => row.status ?? [])[0];
  if (status === undefined) return undefined;
  return said(status.toLowerCase() === "running" ? "present" : "missing", { said: status });
}

// Where it stands

function filesOf({ configuration }: CloudView, kind: CloudKind): string[] {
  return listsOf(configuration, kind).flatMap(({ files }) => files);
}

function sourceOf({ configuration }: CloudView, files: readonly string[]): CloudSource {
  const names = [...new Set(files)].sort();
  const [first = "", ...others] = names;
  return { files: others.length === 0 ? first : `${first} +${others.length}`, exportedAt: configuration.exportedAt };
}
