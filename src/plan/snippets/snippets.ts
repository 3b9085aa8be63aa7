import type { Words } from "../../catalogue/words/words.ts";
import type { Device } from "../../model/device.ts";
import type { DeviceSetting, Plan } from "../../model/plan.ts";
import type { DeviceCommands } from "../../model/report.ts";
import { changesFor, CLOUD_DEVICES } from "../cloud/changes.ts";
import type { CloudIds } from "../cloud/cloud-ids.ts";
import { accessLists, CISCO, H3C, HUAWEI } from "./access-lists.ts";
import { aliyunLines } from "./aliyun-cli.ts";
import { nftables } from "./nftables.ts";
import { terraformLines } from "./terraform.ts";

/** What writers need beside the settings: IDs of the cloud's devices, and the words of notes. */
export interface SnippetContext {
  ids: CloudIds;
  words: Words["cloudNotes"];
}

type Writer = (device: Device, settings: readonly DeviceSetting[], context: SnippetContext) => string[];

/** Command syntaxes of the data centre's two devices. */
const OF_DATA_CENTER = {
  nftables: (_, settings) => nftables(settings),
  "cisco-ios": (_, settings) => accessLists(settings, CISCO),
  "huawei-vrp": (_, settings) => accessLists(settings, HUAWEI),
  "h3c-comware": (_, settings) => accessLists(settings, H3C),
} as const satisfies Record<string, Writer>;

/** And of the cloud's. */
const OF_CLOUD = {
  "aliyun-cli": ofCloud(aliyunLines),
  terraform: ofCloud(terraformLines),
} as const satisfies Record<string, Writer>;

const WRITERS = { ...OF_DATA_CENTER, ...OF_CLOUD };
export type Syntax = keyof typeof WRITERS;
export const SYNTAXES = Object.keys(WRITERS) as readonly Syntax[];

/** The syntaxes that a device may have; none for what nobody configures by command. */
function syntaxesOf(device: Device): readonly Syntax[] {
  if (device === "core-switch" || device === "firewall") return Object.keys(OF_DATA_CENTER) as Syntax[];
  return CLOUD_DEVICES.includes(device) ? (Object.keys(OF_CLOUD) as Syntax[]) : [];
}

export interface Snippet {
  device: Device;
  lines: string[];
}

/** The plan of each device that has this syntax: examples to review, with what only its owner knows in angle brackets. */
export function snippetsOf({ devices }: Plan, syntax: Syntax, context: SnippetContext): Snippet[] {
  return devices
    .filter(({ device }) => syntaxesOf(device).includes(syntax))
    .map(({ device, settings }) => ({ device, lines: WRITERS[syntax](device, settings, context) }));
}

/** Some settings of a device in every syntax that it may have; nothing for a device without commands. */
export function commandsFor(
  device: Device,
  settings: readonly DeviceSetting[],
  context: SnippetContext,
): DeviceCommands[] {
  if (settings.length === 0) return [];
  return syntaxesOf(device).flatMap((syntax) => {
    const lines = WRITERS[syntax](device, settings, context);
    return lines.length === 0 ? [] : [{ syntax, lines }];
  });
}

function ofCloud(write: typeof aliyunLines): Writer {
  return (device, settings, { ids, words }) => {
    // Two settings may need the same: it is made once.
    const made = new Set<string>();
    return settings.flatMap((setting) => {
      const changes = changesFor(device, setting, ids).filter((change) => {
        const key = JSON.stringify(change);
        return !made.has(key) && made.add(key);
      });
      return changes.length === 0 ? [] : [`# ${setting.text}`, ...write(changes, ids, words)];
    });
  };
}
