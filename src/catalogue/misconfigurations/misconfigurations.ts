import type { Device } from "../../model/device.ts";
import type { FaultSetting, Misconfiguration } from "../../model/fault.ts";
import { CORE_SWITCH } from "./core-switch.ts";
import { DNS } from "./dns.ts";
import { ECR_CEN } from "./ecr-cen.ts";
import { FIREWALL } from "./firewall.ts";
import { NODE } from "./node.ts";
import { SECURITY_GROUP } from "./security-group.ts";
import { SERVICE } from "./service.ts";
import { VBR } from "./vbr.ts";
import { VPC_ROUTE_TABLE } from "./vpc-route-table.ts";

const BY_DEVICE = {
  node: NODE,
  dns: DNS,
  "core-switch": CORE_SWITCH,
  firewall: FIREWALL,
  vbr: VBR,
  "ecr-cen": ECR_CEN,
  "vpc-route-table": VPC_ROUTE_TABLE,
  "security-group": SECURITY_GROUP,
  service: SERVICE,
} satisfies Record<Device, readonly Omit<Misconfiguration, "device">[]>;

export type MisconfigurationId = (typeof BY_DEVICE)[Device][number]["id"];
export type KnownMisconfiguration = Misconfiguration & { id: MisconfigurationId };

/** Every setting that can be wrong, device by device in the order that packets meet them. */
export const MISCONFIGURATIONS: readonly KnownMisconfiguration[] = Object.entries(BY_DEVICE).flatMap(
  ([device, entries]) => entries.map((entry) => ({ ...entry, device: device as Device })),
);

const BY_ID = new Map<string, KnownMisconfiguration>(MISCONFIGURATIONS.map((each) => [each.id, each]));

export function findMisconfiguration(id: string): KnownMisconfiguration | undefined {
  return BY_ID.get(id);
}

/** What is said of a misconfiguration before a site is known. */
export const PLACEHOLDERS: FaultSetting = {
  source: "<data-centre CIDR>",
  destination: "<VPC CIDR or cloud-service CIDR>",
  ports: "<port>",
};
