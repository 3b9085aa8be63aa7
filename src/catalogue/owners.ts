import type { Device } from "../model/device.ts";
import type { ActionOwner } from "../model/report.ts";

/** Who has a device in hand: of the cloud's devices the cloud team, of the services whoever runs them. */
const OWNERS: Record<Device, ActionOwner> = {
  node: "server",
  dns: "dns",
  "core-switch": "network",
  firewall: "firewall",
  vbr: "cloud",
  "ecr-cen": "cloud",
  "vpc-route-table": "cloud",
  "security-group": "cloud",
  service: "service",
};

export function ownerOf(device: Device): ActionOwner {
  return OWNERS[device];
}
