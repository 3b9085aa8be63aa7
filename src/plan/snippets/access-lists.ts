import type { DeviceSetting } from "../../model/plan.ts";
import { addressText, maskNumber } from "../../wire/cidr.ts";
import { NEXT_HOP, protocolsOf } from "./common.ts";

/** What differs between the access lists of vendors that have learnt from each other. */
interface Dialect {
  comment: string;
  open: (direction: DeviceSetting["direction"]) => string;
  rule: (protocol: string, source: string, destination: string, port: number | undefined) => string;
  /** What comes back, for a list that keeps no state. */
  replies: (protocol: string, source: string, destination: string, port: number | undefined) => string;
  route: (network: string, length: number) => string;
}

export const CISCO: Dialect = {
  comment: "!",
  open: (direction) => `ip access-list extended ACK-EDGE-${direction.toUpperCase()}`,
  rule: (protocol, source, destination, port) =>
    ` permit ${protocol} ${source} ${destination}${port === undefined ? "" : ` eq ${port}`}`,
  replies: (protocol, source, destination, port) =>
    protocol === "udp"
      ? ` permit udp ${source}${port === undefined ? "" : ` eq ${port}`} ${destination}`
      : ` permit tcp ${source}${port === undefined ? "" : ` eq ${port}`} ${destination} established`,
  route: (network, length) => `ip route ${network} ${maskOf(length)} ${NEXT_HOP}`,
};
const LIST_NUMBERS: Record<DeviceSetting["direction"], number> = { outbound: 3900, inbound: 3901 };
const permit: Dialect["rule"] = (protocol, source, destination, port) =>
  ` rule permit ${protocol} source ${source} destination ${destination}${port === undefined ? "" : ` destination-port eq ${port}`}`;
const repliesOf =
  (established: string): Dialect["replies"] =>
  (protocol, source, destination, port) => {
    const from = port === undefined ? "" : ` source-port eq ${port}`;
    return protocol === "udp"
      ? ` rule permit udp source ${source} destination ${destination}${from}`
      : ` rule permit tcp source ${source} destination ${destination}${from} ${established}`;
  };
export const HUAWEI: Dialect = {
  comment: "#",
  open: (direction) => `acl number ${LIST_NUMBERS[direction]}`,
  rule: permit,
  replies: repliesOf("tcp-flag established"),
  route: (network, length) => `ip route-static ${network} ${maskOf(length)} ${NEXT_HOP}`,
};
export const H3C: Dialect = {
  comment: "#",
  open: (direction) => `acl advanced ${LIST_NUMBERS[direction]}`,
  rule: permit,
  replies: repliesOf("established"),
  route: (network, length) => `ip route-static ${network} ${maskOf(length)} ${NEXT_HOP}`,
};

/** Routes and access lists of one device. */
export function accessLists(settings: readonly DeviceSetting[], dialect: Dialect): string[] {
  const { comment } = dialect;
  const lists = (["outbound", "inbound"] as const).flatMap((direction) => {
    const allowed = settings.filter(({ kind }) => kind === "allow");
    const rules = [
      ...allowed.filter((each) => each.direction === direction).flatMap((each) => listRules(each, dialect)),
      ...allowed.filter((each) => each.direction !== direction).flatMap((each) => replyRules(each, dialect)),
    ];
    return rules.length === 0 ? [] : [dialect.open(direction), ...rules];
  });
  return [
    ...settings
      .filter(({ kind }) => kind === "route")
      .flatMap(({ text, destination = [] }) => [
        `${comment} ${text}`,
        ...destination.map((block) => {
          const [network = "", length = "32"] = block.split("/");
          return dialect.route(network, Number(length));
        }),
      ]),
    ...settings.filter(({ kind }) => kind === "bgp").map(({ text }) => `${comment} ${text}`),
    ...lists,
  ];
}

function listRules(setting: DeviceSetting, { comment, rule }: Dialect): string[] {
  return [`${comment} ${setting.text}`, ...forEach(setting, rule)];
}

/** An access list of a switch knows no connections: without these the answers do not come through. */
function replyRules(setting: DeviceSetting, { replies }: Dialect): string[] {
  return forEach(setting, (protocol, source, destination, port) => replies(protocol, destination, source, port));
}

function forEach(setting: DeviceSetting, write: Dialect["rule"]): string[] {
  const { source = [], destination = [], ports = [] } = setting;
  const everyPort: (number | undefined)[] = ports.length === 0 ? [undefined] : ports;
  return source.flatMap((from) =>
    destination.flatMap((to) =>
      protocolsOf(setting).flatMap((protocol) =>
        everyPort.map((port) => write(protocol, wildcardOf(from), wildcardOf(to), port)),
      ),
    ),
  );
}

/** "10.0.0.0/8" as "10.0.0.0 0.255.255.255". */
function wildcardOf(block: string): string {
  const [network = "", length = "32"] = block.split("/");
  return `${network} ${addressText(~maskNumber(Number(length)))}`;
}

function maskOf(length: number): string {
  return addressText(maskNumber(length));
}
