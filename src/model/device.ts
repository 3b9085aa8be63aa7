/** The places on the way from a node to the cluster where a setting can be wrong, in the order a packet meets them. */
export const DEVICES = [
  "node",
  "dns",
  "core-switch",
  "firewall",
  "vbr",
  "ecr-cen",
  "vpc-route-table",
  "security-group",
  "service",
] as const;

export type Device = (typeof DEVICES)[number];
