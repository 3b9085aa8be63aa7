import type { Device } from "../../model/device.ts";
import type { DeviceSetting, Plan } from "../../model/plan.ts";
import type { DeviceCommands } from "../../model/report.ts";
import { accessLists, CISCO, H3C, HUAWEI } from "./access-lists.ts";
import { nftables } from "./nftables.ts";

/** Command syntaxes that are common on the two devices of a data centre. */
export const SYNTAXES = ["nftables", "cisco-ios", "huawei-vrp", "h3c-comware"] as const;
export type Syntax = (typeof SYNTAXES)[number];

/** The devices that people configure by command; the cloud's have a console. */
const BY_COMMAND: readonly Device[] = ["core-switch", "firewall"];

export interface Snippet {
  device: Device;
  lines: string[];
}

/** The plan of one device as commands: examples to review, with what only its owner knows in angle brackets. */
export function snippetsOf({ devices }: Plan, syntax: Syntax): Snippet[] {
  return devices
    .filter(({ device }) => BY_COMMAND.includes(device))
    .map(({ device, settings }) => ({ device, lines: WRITERS[syntax](settings) }));
}

/** Some settings of a device in every syntax that it may have; nothing for a device without commands. */
export function commandsFor(device: Device, settings: readonly DeviceSetting[]): DeviceCommands[] {
  if (!BY_COMMAND.includes(device) || settings.length === 0) return [];
  return SYNTAXES.map((syntax) => ({ syntax, lines: WRITERS[syntax](settings) }));
}

const WRITERS: Record<Syntax, (settings: readonly DeviceSetting[]) => string[]> = {
  nftables,
  "cisco-ios": (settings) => accessLists(settings, CISCO),
  "huawei-vrp": (settings) => accessLists(settings, HUAWEI),
  "h3c-comware": (settings) => accessLists(settings, H3C),
};
