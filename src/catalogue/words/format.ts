import type { UnreadFilter } from "../../model/filter.ts";

/** Values as every language writes them: units are the same everywhere. */

export const at = ({ address, port }: { address: string; port: number }) =>
  `${address.includes(":") ? `[${address}]` : address}:${port}`;
export const ms = (value: number) => (value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`);
export const seconds = (value: number) => `${Number((value / 1000).toFixed(1))} s`;
/** A share from 0 to 1: two digits where it is small. */
export const percent = (share: number) => {
  const hundredths = share * 100;
  return `${Number(hundredths.toPrecision(hundredths < 10 ? 1 + Number(hundredths >= 1) : 2))} %`;
};
export const day = (iso: string) => iso.slice(0, 10);
export const portText = ({ protocol, port }: { protocol: string; port: number }) => `${protocol.toUpperCase()} ${port}`;

export const isAddress = (host: string) => /^[\d.]+$/.test(host) || host.includes(":");

/** What prints the rules of each packet filter. */
export const FILTER_COMMANDS: Record<UnreadFilter["what"], string> = {
  nftables: "nft list ruleset",
  iptables: "iptables-save",
  "iptables-legacy": "iptables-legacy-save",
};

/** On a host in the VPC: what verifies the way from there, ready to paste. @param containers a block to walk towards. */
export function reflectorCommands(nodes: readonly string[], placeholder: string, containers?: string): string {
  const allowed = (nodes.length > 0 ? nodes : [placeholder]).map((cidr) => `--allow ${cidr}`);
  const options = [...(containers === undefined ? [] : [`--container-cidr ${containers}`]), ...allowed].join(" ");
  return `edge-preflight reflector --new-key edge.key && edge-preflight reflector --key-file edge.key ${options}`;
}
