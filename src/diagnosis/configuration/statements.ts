import type { KnownMisconfiguration, MisconfigurationId } from "../../catalogue/misconfigurations/misconfigurations.ts";
import type { VbrRow } from "../../model/cloud.ts";
import type { FaultInstance } from "../../model/fault.ts";
import { transitInbound, transitOutbound, vbrRoutes, vpcDetours, vpcRoutes } from "./routes.ts";
import { aclRules, balancerAcl, groupRules, listenerState, packetsFromCloud, packetsTo, repliesTo } from "./rules.ts";
import {
  agreed,
  containerAddresses,
  siteAddresses,
  wantedOf,
  type CloudQuestion,
  type CloudStatement,
} from "./statement.ts";
import { attachmentState, lineState, mtuOf } from "./states.ts";

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
