import { DEVICE_PRIOR } from "../../src/diagnosis/probabilities.ts";
import type { Device } from "../../src/model/device.ts";
import type { Report } from "../../src/model/report.ts";

const IN_ORDER: Device[] = ["core-switch", "firewall", "vbr", "ecr-cen", "vpc-route-table"];

/** What operators do: trace the route to what failed, and blame whatever comes after the last hop that answers. */
export function lastHopAndOne({ checks, paths }: Report): Device | undefined {
  const failed = checks.find(({ status, endpoint }) => status === "fail" && endpoint?.port !== undefined);
  if (failed === undefined) return checks.some(({ status }) => status === "fail") ? "dns" : undefined;
  const path = paths.find(({ destination }) => destination.address === failed.endpoint?.address);
  const last = path?.hops.findLast(({ reply }) => reply === "time-exceeded")?.ttl ?? 0;
  return IN_ORDER[last] ?? (failed.group === "api-server" ? "security-group" : "service");
}

/** Always the device that is at fault most often. */
export function priorAlone({ checks }: Report): Device | undefined {
  if (!checks.some(({ status }) => status === "fail")) return undefined;
  const [first] = Object.entries(DEVICE_PRIOR).sort(([, a], [, b]) => b - a);
  return first?.[0] as Device | undefined;
}
