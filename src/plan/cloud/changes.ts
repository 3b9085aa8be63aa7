import { CLOUD_SERVICE_RANGE } from "../../catalogue/ranges.ts";
import type { Device } from "../../model/device.ts";
import type { DeviceSetting } from "../../model/plan.ts";
import { overlaps, parseIpv4Cidr } from "../../wire/cidr.ts";
import type { CloudIds } from "./cloud-ids.ts";

/** One call of the cloud's API, whatever the syntax. */
export type CloudChange =
  /** Of a VPC's table or a VBR's. */
  | {
      kind: "route";
      table: string;
      destination: string;
      nextHopType: "RouterInterface" | "Attachment" | "Ecr";
      nextHop: string;
    }
  | { kind: "transit-route"; table: string; destination: string; attachment: string }
  | { kind: "route-service"; block: string }
  | { kind: "publish"; instance: string; instanceType: "VPC" | "VBR"; table: string; destination: string }
  | { kind: "association" | "propagation"; table: string; attachment: string }
  | { kind: "allowed-prefix"; ecr: string; association: string; blocks: string[] }
  | { kind: "rule"; direction: "ingress" | "egress"; protocol: string; ports: string; block: string }
  | { kind: "balancer-acl"; acl: string; blocks: string[] }
  | { kind: "note"; note: "services" | "networkAcl" };

export const CLOUD_DEVICES: readonly Device[] = ["vbr", "ecr-cen", "vpc-route-table", "security-group", "service"];

/** What makes a setting of one of the cloud's devices. */
export function changesFor(device: Device, setting: DeviceSetting, ids: CloudIds): CloudChange[] {
  const { direction, kind, destination = [] } = setting;
  if (kind === "allow") return ruleChanges(setting, ids);
  if (kind !== "route") return [];
  const blocks = destination.filter((block) => parseIpv4Cidr(block) !== undefined);
  const ofServices = blocks.filter((block) => overlaps(block, CLOUD_SERVICE_RANGE));
  const others = blocks.filter((block) => !ofServices.includes(block));
  return ROUTES[device]?.(direction, { others, ofServices }, ids) ?? [];
}

/** Blocks of a setting: those of the cloud services are routed otherwise. */
interface Blocks {
  others: readonly string[];
  ofServices: readonly string[];
}

const ROUTES: Partial<
  Record<Device, (direction: DeviceSetting["direction"], blocks: Blocks, ids: CloudIds) => CloudChange[]>
> = {
  vbr: (direction, { others, ofServices }, ids) =>
    direction === "inbound"
      ? others.map((block) => routeOf(ids.vbrTable, block, "RouterInterface", ids.vbrInterface))
      : [
          { kind: "association", table: ids.transitTableOfVbr, attachment: ids.vbrAttachment },
          ...others.map((destination): CloudChange => ({
            kind: "publish",
            instance: ids.vpc,
            instanceType: "VPC",
            table: ids.vpcTable,
            destination,
          })),
          ...noteIf(ofServices),
        ],
  "ecr-cen": (direction, { others, ofServices }, ids) =>
    direction === "inbound"
      ? transitInbound([...others, ...ofServices], ids)
      : transitOutbound(others, ofServices, ids),
  // Inside the VPC nothing has to be entered.
  "vpc-route-table": (direction, { others, ofServices }, ids) =>
    direction === "outbound"
      ? []
      : [
          ...others.map((block) =>
            ids.ecr === undefined
              ? routeOf(ids.vpcTable, block, "Attachment", ids.vpcAttachment)
              : routeOf(ids.vpcTable, block, "Ecr", ids.ecr.association),
          ),
          ...noteIf(ofServices),
        ],
};

function routeOf(
  table: string,
  destination: string,
  nextHopType: "RouterInterface" | "Attachment" | "Ecr",
  nextHop: string,
): CloudChange {
  return { kind: "route", table, destination, nextHopType, nextHop };
}

function noteIf(ofServices: readonly string[]): CloudChange[] {
  return ofServices.length === 0 ? [] : [{ kind: "note", note: "services" }];
}

/** A new attachment is neither associated with a table nor learnt from. */
function transitInbound(blocks: readonly string[], ids: CloudIds): CloudChange[] {
  // An ECR learns the data centre's routes from the VBR.
  if (ids.ecr !== undefined) return [];
  return [
    { kind: "association", table: ids.transitTableOfVpc, attachment: ids.vpcAttachment },
    { kind: "propagation", table: ids.transitTableOfVpc, attachment: ids.vbrAttachment },
    ...blocks.map((destination): CloudChange => ({
      kind: "transit-route",
      table: ids.transitTableOfVpc,
      destination,
      attachment: ids.vbrAttachment,
    })),
  ];
}

function transitOutbound(others: readonly string[], ofServices: readonly string[], ids: CloudIds): CloudChange[] {
  if (ids.ecr !== undefined) {
    const blocks = [...others, ...ofServices];
    return blocks.length === 0
      ? []
      : [{ kind: "allowed-prefix", ecr: ids.ecr.id, association: ids.ecr.association, blocks }];
  }
  return [
    ...others.map((destination): CloudChange => ({
      kind: "transit-route",
      table: ids.transitTableOfVbr,
      destination,
      attachment: ids.vpcAttachment,
    })),
    // A service has an entry of its own; all of them at once are a route to the VPC, which knows the way.
    ...ofServices.map((block): CloudChange =>
      isPart(block)
        ? { kind: "route-service", block }
        : {
            kind: "transit-route",
            table: ids.transitTableOfVbr,
            destination: CLOUD_SERVICE_RANGE,
            attachment: ids.vpcAttachment,
          },
    ),
  ];
}

/** A block inside of the range of the services, and not all of it. */
function isPart(block: string): boolean {
  return Number(block.split("/")[1] ?? 32) > Number(CLOUD_SERVICE_RANGE.split("/")[1]);
}

function ruleChanges(setting: DeviceSetting, ids: CloudIds): CloudChange[] {
  const { direction, list, source = [], destination = [], protocol, ports = [] } = setting;
  if (list === "network-acl") return [{ kind: "note", note: "networkAcl" }];
  if (list === "load-balancer-acl")
    return source.length === 0 ? [] : [{ kind: "balancer-acl", acl: ids.balancerAcl, blocks: [...source] }];
  // The data centre is the far end of a security group's rules, whichever way the packets go.
  const far = direction === "outbound" ? source : destination;
  const ranges = protocol === undefined || ports.length === 0 ? ["-1/-1"] : ports.map((port) => `${port}/${port}`);
  const protocols = protocol === undefined ? ["all"] : protocol.split("/");
  return far.flatMap((block) =>
    protocols.flatMap((each) =>
      ranges.map((range): CloudChange => ({
        kind: "rule",
        direction: direction === "outbound" ? "ingress" : "egress",
        protocol: each,
        ports: range,
        block,
      })),
    ),
  );
}
