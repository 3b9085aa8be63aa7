import type { CheckContext } from "../../model/check.ts";
import { isIpv4 } from "../../wire/cidr.ts";
import { addressesOf } from "./resolution.ts";
import { servicePorts } from "./subjects.ts";

/** Every address that this node is about to open a connection to, as far as names have resolved. */
export function outboundTargets(context: CheckContext): { ip: string; port: number; protocol: "tcp" | "udp" }[] {
  const services = servicePorts(context).flatMap(({ service, port }) =>
    addressesOf(service.host, context).map((ip) => ({ ip, port, protocol: "tcp" as const })),
  );
  const { apiServer } = context.site;
  const api =
    apiServer === undefined
      ? []
      : addressesOf(apiServer.host, context).map((ip) => ({ ip, port: apiServer.port, protocol: "tcp" as const }));
  const time = context.site.ntpServers
    .flatMap((host) => addressesOf(host, context))
    .map((ip) => ({ ip, port: 123, protocol: "udp" as const }));
  const names = context.resolvers.map(({ address }) => ({ ip: address, port: 53, protocol: "udp" as const }));
  return [...names, ...services, ...api, ...time].filter(({ ip }) => isIpv4(ip));
}
