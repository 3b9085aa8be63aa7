import type { FaultSetting } from "../../../model/fault.ts";
import type { MisconfigurationText, Owner } from "../misconfiguration-words.ts";

type Said = (setting: FaultSetting) => string;
export const only = ({ ports }: FaultSetting) => (ports === "" ? "" : `, ${ports}`);
export const reachability: Said = ({ known }) =>
  `aliyun nis create-and-analyze-network-path --source-type vbr --source-id ${known?.vbr ?? "<vbr-id>"} --source-ip-address ${known?.node ?? "<this node>"} --target-type ecs --target-id <instance> --protocol tcp --target-port <port>`;
export const backward: Said = (setting) => `${reachability(setting)}; then again with source and target exchanged`;
export function routeToCloud(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ destination }) => `${on} has no working route to ${destination}`,
    looksLike: `Connections to the block get no answer, or "unreachable" from ${on}; other blocks over the same path work.`,
    remedy: ({ destination }) => `Route ${destination} to ${via}.`,
    confirm,
    owner,
  };
}
export function routeBack(on: string, via: string, owner: Owner, confirm: Said): MisconfigurationText {
  return {
    title: ({ source }) => `${on} has no route back to ${source}`,
    looksLike: `Nothing at or beyond ${on} answers, whatever is asked: packets arrive and the replies are lost.`,
    remedy: ({ source }) => `Route ${source} back to ${via}.`,
    confirm,
    owner,
  };
}
export function containersBack(on: string, via: string, owner: Owner): MisconfigurationText {
  return {
    title: ({ destination }) => `${on} has no route back to the containers, ${destination}`,
    looksLike:
      "The node works, but its containers get no replies from the cloud. A node without containers cannot see this.",
    remedy: ({ destination }) => `Route ${destination} back to ${via}.`,
    confirm: backward,
    owner,
  };
}
/** @param what absent where the port says it all. */
export function allowOut(what?: string): MisconfigurationText {
  return {
    title: (setting) =>
      what === undefined
        ? `the firewall blocks ${setting.ports} to ${setting.destination}`
        : `the firewall blocks ${what}: ${setting.destination}${only(setting)}`,
    looksLike: "Connections time out, or are reset from as near as the firewall; the hop before it still answers.",
    remedy: (setting) => `Allow ${setting.source} to ${setting.destination}${only(setting)}, and the replies.`,
    confirm: (setting) =>
      `look for denied packets from this node to ${setting.destination}${only(setting)} in the firewall's log`,
    owner: "firewall",
  };
}
export function allowIn(what: string): MisconfigurationText {
  return {
    title: (setting) => `the firewall blocks ${what} from ${setting.destination}${only(setting)}`,
    looksLike: "What the cloud opens, or answers where the firewall keeps no state, never arrives at the node.",
    remedy: (setting) => `Allow ${setting.destination} to ${setting.source}${only(setting)}.`,
    confirm: (setting) => `look for denied packets from ${setting.destination} to this node in the firewall's log`,
    owner: "firewall",
  };
}
export function groupRule(direction: "inbound" | "outbound", what: string): MisconfigurationText {
  return {
    title: (setting) => `the security group has no ${direction} rule for ${what}${only(setting)}`,
    looksLike:
      direction === "inbound"
        ? "Every router on the path answers, only the instance is silent."
        : "The cloud cannot open connections to the node; what the node opens works.",
    remedy: (setting) =>
      direction === "inbound"
        ? `Add an inbound rule: source ${setting.source}${only(setting)}, allow.`
        : `Add an outbound rule: destination ${setting.source}${only(setting)}, allow.`,
    confirm: (setting) =>
      `aliyun ecs DescribeSecurityGroupAttribute --SecurityGroupId ${setting.known?.securityGroup ?? "<sg-id>"}; or ${reachability(setting)}`,
    owner: "cloud",
  };
}
export function onNode(title: Said, looksLike: string, remedy: Said, confirm: string): MisconfigurationText {
  return { title, looksLike, remedy, confirm: () => confirm, owner: "node" };
}
export const routesOfSwitch: Said = ({ destination }) =>
  `show the core switch's route for an address in ${destination}`;
export const routesOfFirewall: Said = ({ destination }) => `show the firewall's route for an address in ${destination}`;
export const inConsole =
  (table: string): Said =>
  (setting) =>
    `look at the ${table} in the console; or ${reachability(setting)}`;

/** How a dead one of several parallel ways looks. */
export const SOME_FLOWS_LOST =
  "Some connections never come about, others to the same service always do; which ones changes at random.";
/** How a device that loses or delays packets looks. */
export const SLOW_AT_RANDOM = "Everything passes, slowly, and at random something times out.";
