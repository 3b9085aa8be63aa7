import type { DeviceSetting } from "../../model/plan.ts";
import { NEXT_HOP, protocolsOf } from "./common.ts";

/** Rules and routes of a Linux router. */
export function nftables(settings: readonly DeviceSetting[]): string[] {
  const rules = settings.filter(({ kind }) => kind === "allow").flatMap(nftRule);
  const routes = settings.filter(({ kind }) => kind === "route");
  return [
    ...routes.flatMap((setting) => [
      `# ${setting.text}`,
      ...(setting.destination ?? []).map((block) => `ip route add ${block} via ${NEXT_HOP}`),
    ]),
    ...settings.filter(({ kind }) => kind === "bgp").map(({ text }) => `# ${text}`),
    // An "accept" in a table of its own would not keep another chain from dropping: it goes before the rules that are there.
    ...rules.map((rule) => (rule.startsWith("#") ? rule : `nft insert rule inet filter forward ${rule}`)),
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
