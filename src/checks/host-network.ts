import { CLOUD_SERVICE_RANGE, VPC_RESOLVERS } from "../catalogue/ranges.ts";
import {
  defineCheck,
  fail,
  follows,
  followsIfChosen,
  pass,
  unverified,
  warn,
  type CheckContext,
} from "../model/check.ts";
import type { ProxiedProgram } from "../model/probe.ts";
import { contains, isIpv4, overlaps } from "../wire/cidr.ts";
import { proxyFor, type ProxyReader, type RequestedUrl } from "../wire/proxies.ts";
import { addressesOf } from "./shared/resolution.ts";
import { routeRequest } from "./shared/routes.ts";
import { apiServerCheckId, serviceCheckId, servicePorts } from "./shared/subjects.ts";

interface Destination {
  name: "cloud-services" | "api-server";
  ip: string;
}

/** An address of each kind that the node must find the way to, whether or not its name resolves. */
function destinations({ site }: CheckContext): Destination[] {
  const apiServer = site.apiServer?.host;
  return [
    { name: "cloud-services", ip: VPC_RESOLVERS[0] },
    ...(apiServer !== undefined && isIpv4(apiServer) ? [{ name: "api-server" as const, ip: apiServer }] : []),
  ];
}

export const hasRoute = defineCheck({
  group: "host",
  subjects: destinations,
  id: ({ name }) => `host.route.${name}`,
  title: ({ ip }) => ({ key: "has-route", args: { to: ip } }),
  required: () => true,
  asks: ({ ip }, { site }) => ({ route: routeRequest(ip, site) }),
  judge: ({ route }, { ip }) => {
    const { outcome, evidence, reason } = route;
    if (outcome === "unreachable") return fail("no-route", { to: ip });
    const name = evidence?.interface;
    if (outcome !== "found" || name === undefined)
      return unverified("route-unknown", { to: ip, reason: reason ?? outcome });
    return pass("ok:route", {
      to: ip,
      via: evidence?.gateway,
      interface: name,
      source: evidence?.source ?? "",
    });
  },
});

/** With two ways out, what comes in by one may be answered by the other: or dropped, where the kernel looks. */
export const oneWayBack = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.route.reverse-path",
  title: () => ({ key: "one-way-back", args: {} }),
  required: () => false,
  asks: (site) =>
    ({
      route: routeRequest(
        site.apiServer !== undefined && isIpv4(site.apiServer.host) ? site.apiServer.host : VPC_RESOLVERS[0],
        site,
      ),
      reverse: { probe: "host", fact: "reverse-path" },
    }) as const,
  judge: ({ route, reverse }) => {
    if (reverse.evidence?.fact !== "reverse-path")
      return unverified("route-unknown", { to: "0.0.0.0/0", reason: reverse.reason ?? reverse.outcome });
    const { defaults, strict, dropped } = reverse.evidence;
    const answersBy = route.evidence?.interface;
    if (defaults.length < 2 || answersBy === undefined) return pass("ok:nothing-found", {});
    return warn("several-default-routes", {
      interfaces: defaults,
      answersBy,
      strict: strict.filter((name) => name !== answersBy && defaults.includes(name)),
      dropped,
    });
  },
});

/** Once packets have been sent its way, the kernel knows whether the gateway answers on the local network. */
export const gatewayAnswers = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.gateway.answers",
  title: () => ({ key: "gateway-answers", args: {} }),
  required: () => true,
  dependsOn: ({ apiServer }, context) => [
    follows("host.route.cloud-services"),
    ...servicePorts(context).map((subject) => followsIfChosen(serviceCheckId.connects(subject))),
    ...(apiServer === undefined ? [] : [followsIfChosen(apiServerCheckId(`tcp-${apiServer.port}`))]),
  ],
  asks: (site) =>
    ({ route: routeRequest(VPC_RESOLVERS[0], site), neighbours: { probe: "host", fact: "neighbours" } }) as const,
  judge: ({ route, neighbours }) => {
    if (route.outcome === "unreachable") return unverified("gateway-without-route", { to: VPC_RESOLVERS[0] });
    if (route.outcome !== "found")
      return unverified("route-unknown", { to: VPC_RESOLVERS[0], reason: route.reason ?? route.outcome });
    const gateway = route.evidence?.gateway;
    if (gateway === undefined) return pass("ok:gateway", { gateway: undefined });
    const entries = neighbours.evidence?.fact === "neighbours" ? neighbours.evidence.neighbours : [];
    const entry = entries.find((each) => each.ip === gateway && each.interface === route.evidence?.interface);
    if (entry === undefined) return unverified("gateway-unknown", { gateway });
    return entry.complete
      ? pass("ok:gateway", { gateway })
      : fail("gateway-silent", { gateway, interface: entry.interface });
  },
});

const LINE_MTU = 1_500;
/** One packet in a hundred. */
const ERROR_SHARE = 0.01;

export const linkIsWell = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.interface.link",
  title: () => ({ key: "link-is-well", args: {} }),
  required: () => false,
  asks: (site) => ({ route: routeRequest(VPC_RESOLVERS[0], site), links: { probe: "host", fact: "links" } }) as const,
  judge: ({ route, links }) => {
    const all = links.evidence?.fact === "links" ? links.evidence.links : [];
    const link = all.find(({ name }) => name === route.evidence?.interface);
    if (link === undefined || link.mtu === 0) return unverified("link-unknown", { name: route.evidence?.interface });
    const { name, mtu } = link;
    const errors = link.receiveErrors + link.sendErrors;
    const packets = link.received + link.sent;
    if (errors > packets * ERROR_SHARE) return warn("link-errors", { name, errors, packets });
    if (mtu < LINE_MTU) return warn("link-narrow", { name, mtu });
    if (mtu > LINE_MTU) return warn("link-jumbo", { name, mtu });
    return pass("ok:link", { name, mtu });
  },
});

/** Tailscale and carriers number their own networks from the range in which the cloud services are. */
export const noOverlay = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.overlay.cloud-range",
  title: () => ({ key: "no-overlay", args: {} }),
  required: () => false,
  asks: () => ({ links: { probe: "host", fact: "links" } }) as const,
  judge: ({ links }) => {
    if (links.evidence?.fact !== "links") return unverified("link-unknown", { name: undefined });
    const all = links.evidence.links;
    const names = all
      .filter(({ addresses }) => addresses.some((ip) => contains(CLOUD_SERVICE_RANGE, ip)))
      .map(({ name }) => name);
    return names.length > 0 ? warn("overlay-on-cloud-range", { names }) : pass("ok:nothing-found", {});
  },
});

/** The join script refuses a node whose routes or name servers lie in the cluster's own ranges. */
export const noOverlap = defineCheck({
  group: "host",
  subjects: ({ site }) => (site.podCidrs.length + site.serviceCidrs.length > 0 ? [site] : []),
  id: () => "host.cidr.overlap",
  title: () => ({ key: "no-overlap", args: {} }),
  required: () => true,
  asks: () => ({ routes: { probe: "host", fact: "routes" } }) as const,
  judge: ({ routes }, { podCidrs, serviceCidrs }, context) => {
    const cluster = [...podCidrs, ...serviceCidrs];
    if (routes.evidence?.fact !== "routes")
      return unverified("route-unknown", { to: cluster.join(", "), reason: routes.outcome });
    const all = routes.evidence.routes;
    const byRoute = all
      .filter(({ destination }) => !destination.endsWith("/0"))
      .flatMap(({ destination, interface: name }) =>
        cluster
          .filter((cidr) => overlaps(cidr, destination))
          .map((cidr) => `route ${destination} dev ${name} in ${cidr}`),
      );
    const byServer = context.resolvers.flatMap(({ address }) =>
      cluster.filter((cidr) => contains(cidr, address)).map((cidr) => `name server ${address} in ${cidr}`),
    );
    const found = [...new Set([...byRoute, ...byServer])];
    return found.length > 0 ? fail("route-overlaps-cluster", { overlaps: found }) : pass("ok:nothing-found", {});
  },
});

/** How each program reads the variables. */
const READERS: Record<ProxiedProgram, ProxyReader> = {
  wget: "wget",
  curl: "curl",
  edgeadm: "go",
  containerd: "go",
  kubelet: "go",
};

/** The join's programs heed these variables, each in its own way, and a proxy cannot reach the private names. */
export const noProxy = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.proxy.variables",
  title: () => ({ key: "no-proxy", args: {} }),
  required: () => false,
  asks: () => ({ proxies: { probe: "host", fact: "proxies" } }) as const,
  judge: ({ proxies }, _site, context) => {
    const { evidence } = proxies;
    if (evidence?.fact !== "proxies" || !("environments" in evidence)) return pass("ok:nothing-found", {});
    const ways = evidence.environments.flatMap(({ source, programs, variables }) =>
      programs.flatMap((program) => {
        const caught = urlsOf(program, context).flatMap((url) => {
          const found = proxyFor(READERS[program], variables, url);
          return found === undefined ? [] : [{ host: url.host, proxy: found.proxy }];
        });
        const [first] = caught;
        const hosts = [...new Set(caught.map(({ host }) => host))];
        return first === undefined ? [] : [{ program, source, proxy: first.proxy, hosts }];
      }),
    );
    // What a login shell has from a file is in this process's environment as well.
    const distinct = [
      ...new Map(ways.map((way) => [`${way.program} ${way.proxy} ${way.hosts.join(" ")}`, way])).values(),
    ];
    if (ways.length === 0) return pass("ok:nothing-found", {});
    const missing = summary([...new Set(ways.flatMap(({ hosts }) => hosts))]);
    return warn("proxy-catches-cluster", {
      ways: distinct.map(({ hosts, ...way }) => ({ ...way, hosts: summary(hosts) })),
      missing,
    });
  },
});

/** What each of them asks for: containerd the images, kubelet the API server, edgeadm all of it, the script the services. */
function urlsOf(program: ProxiedProgram, context: CheckContext): RequestedUrl[] {
  const { apiServer } = context.site;
  const services = servicePorts(context).filter(
    ({ service }) => program !== "containerd" || service.group === "registry",
  );
  const api = apiServer === undefined ? [] : [{ scheme: "https" as const, host: apiServer.host, port: apiServer.port }];
  if (program === "kubelet") return api;
  return [
    ...services.map(({ service, port, scheme }) => ({ scheme, host: service.host, port })),
    ...(program === "edgeadm" ? api : []),
  ];
}

function summary(hosts: string[]): string[] {
  const private_ = hosts.filter((host) => host.endsWith(".aliyuncs.com"));
  return [...(private_.length > 0 ? [".aliyuncs.com"] : []), ...hosts.filter((host) => !private_.includes(host))];
}

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
