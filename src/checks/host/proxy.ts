import { defineCheck, pass, warn, type CheckContext } from "../../model/check.ts";
import type { ProxiedProgram } from "../../model/probe.ts";
import { proxyFor, type ProxyReader, type RequestedUrl } from "../../wire/proxies.ts";
import { servicePorts } from "../shared/subjects.ts";

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
