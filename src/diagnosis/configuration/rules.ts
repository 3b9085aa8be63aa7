import type { CloudState, CloudWord } from "../../catalogue/words/misconfiguration-words.ts";
import { API_SERVER_PORT } from "../../catalogue/endpoints.ts";
import { FLANNEL_PORT } from "../../catalogue/ports.ts";
import type { CloudView } from "../../cloud/view.ts";
import { listsOf, rowsOf, type CloudKind } from "../../model/cloud.ts";
import type { FaultInstance } from "../../model/fault.ts";
import { contains } from "../../wire/cidr.ts";
import { aclVerdict, securityGroupVerdict, type FilteredPacket, type FilterVerdict } from "./filters.ts";
import { agreed, filesOf, sourceOf, type CloudQuestion, type CloudStatement } from "./statement.ts";

export function packetsTo({ match }: FaultInstance, { node, traffic }: CloudQuestion): FilteredPacket[] {
  if (node === undefined) return [];
  const ports = match.ports ?? [traffic.site.apiServer?.port ?? API_SERVER_PORT];
  return ports.map((port) => ({ protocol: match.protocol ?? "tcp", port, far: node }));
}

export function packetsFromCloud({ match }: FaultInstance, question: CloudQuestion): FilteredPacket[] {
  const { node } = question;
  if (node === undefined) return [];
  if (match.localPorts === undefined) return repliesTo(question);
  return match.localPorts.map((port) => ({ protocol: port === FLANNEL_PORT ? "udp" : "tcp", port, far: node }));
}

/** An answer goes to a port that the node's kernel has chosen; any of its usual range stands for it. */
export function repliesTo({ node }: CloudQuestion): FilteredPacket[] {
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

export function groupRules(
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

export function aclRules(
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

export function balancerAcl(question: CloudQuestion): CloudStatement | undefined {
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

export function listenerState(question: CloudQuestion): CloudStatement | undefined {
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
