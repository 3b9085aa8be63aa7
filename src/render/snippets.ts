import type { Device } from "../model/device.ts";
import type { DeviceSetting, Plan } from "../model/plan.ts";
import { addressText, maskNumber } from "../wire/cidr.ts";

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

const WRITERS: Record<Syntax, (settings: readonly DeviceSetting[]) => string[]> = {
  nftables,
  "cisco-ios": (settings) => accessLists(settings, CISCO),
  "huawei-vrp": (settings) => accessLists(settings, HUAWEI),
  "h3c-comware": (settings) => accessLists(settings, H3C),
};

const NEXT_HOP = "<next hop>";

function nftables(settings: readonly DeviceSetting[]): string[] {
  const rules = settings.filter(({ kind }) => kind === "allow").flatMap(nftRule);
  const routes = settings.filter(({ kind }) => kind === "route");
  return [
    ...routes.flatMap((setting) => [
      `# ${setting.text}`,
      ...(setting.destination ?? []).map((block) => `ip route add ${block} via ${NEXT_HOP}`),
    ]),
    ...settings.filter(({ kind }) => kind === "bgp").map(({ text }) => `# ${text}`),
    ...(rules.length === 0
      ? []
      : [
          "table inet ack_edge {",
          "  chain forward {",
          "    type filter hook forward priority filter; policy accept;",
          "    ct state established,related accept",
          ...rules.map((rule) => `    ${rule}`),
          "  }",
          "}",
        ]),
  ];
}

function nftRule(setting: DeviceSetting): string[] {
  const { source = [], destination = [], ports = [], text } = setting;
  if (source.length === 0 || destination.length === 0) return [`# ${text}`];
  const port = ports.length === 0 ? "" : ` dport { ${ports.join(", ")} }`;
  return [
    `# ${text}`,
    ...protocolsOf(setting).map((protocol) => {
      const match = protocol === "ip" ? "" : ` ${protocol}${port}`;
      return `ip saddr { ${source.join(", ")} } ip daddr { ${destination.join(", ")} }${match} accept`;
    }),
  ];
}

/** What differs between the access lists of vendors that have learnt from each other. */
interface Dialect {
  comment: string;
  open: (direction: DeviceSetting["direction"]) => string;
  rule: (protocol: string, source: string, destination: string, port: number | undefined) => string;
  route: (network: string, length: number) => string;
}

const CISCO: Dialect = {
  comment: "!",
  open: (direction) => `ip access-list extended ACK-EDGE-${direction.toUpperCase()}`,
  rule: (protocol, source, destination, port) =>
    ` permit ${protocol} ${source} ${destination}${port === undefined ? "" : ` eq ${port}`}`,
  route: (network, length) => `ip route ${network} ${maskOf(length)} ${NEXT_HOP}`,
};
const LIST_NUMBERS: Record<DeviceSetting["direction"], number> = { outbound: 3900, inbound: 3901 };
const permit: Dialect["rule"] = (protocol, source, destination, port) =>
  ` rule permit ${protocol} source ${source} destination ${destination}${port === undefined ? "" : ` destination-port eq ${port}`}`;
const HUAWEI: Dialect = {
  comment: "#",
  open: (direction) => `acl number ${LIST_NUMBERS[direction]}`,
  rule: permit,
  route: (network, length) => `ip route-static ${network} ${maskOf(length)} ${NEXT_HOP}`,
};
const H3C: Dialect = {
  comment: "#",
  open: (direction) => `acl advanced ${LIST_NUMBERS[direction]}`,
  rule: permit,
  route: (network, length) => `ip route-static ${network} ${length} ${NEXT_HOP}`,
};

function accessLists(settings: readonly DeviceSetting[], dialect: Dialect): string[] {
  const { comment } = dialect;
  const lists = (["outbound", "inbound"] as const).flatMap((direction) => {
    const rules = settings.filter((each) => each.kind === "allow" && each.direction === direction);
    return rules.length === 0 ? [] : [dialect.open(direction), ...rules.flatMap((each) => listRules(each, dialect))];
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
  const { source = [], destination = [], ports = [], text } = setting;
  const everyPort: (number | undefined)[] = ports.length === 0 ? [undefined] : ports;
  return [
    `${comment} ${text}`,
    ...source.flatMap((from) =>
      destination.flatMap((to) =>
        protocolsOf(setting).flatMap((protocol) =>
          everyPort.map((port) => rule(protocol, wildcardOf(from), wildcardOf(to), port)),
        ),
      ),
    ),
  ];
}

function protocolsOf({ protocol }: DeviceSetting): string[] {
  return protocol === undefined ? ["ip"] : protocol.split("/");
}

/** "10.0.0.0/8" as "10.0.0.0 0.255.255.255". */
function wildcardOf(block: string): string {
  const [network = "", length = "32"] = block.split("/");
  return `${network} ${addressText(~maskNumber(Number(length)))}`;
}

function maskOf(length: number): string {
  return addressText(maskNumber(length));
}
