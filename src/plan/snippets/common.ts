import type { DeviceSetting } from "../../model/plan.ts";

/** Only the owner of a device knows it. */
export const NEXT_HOP = "<next hop>";

/** Of an allow setting; "ip" stands for all of them. */
export function protocolsOf({ protocol }: DeviceSetting): string[] {
  return protocol === undefined ? ["ip"] : protocol.split("/");
}
