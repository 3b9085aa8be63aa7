import { LEFTOVERS, systemSupport } from "../catalogue/operating-systems.ts";
import { defineCheck, fail, pass, unverified, warn } from "../model/check.ts";

/** A node's name is a DNS subdomain, RFC 1123, and edgeadm refuses what begins with localhost. */
const NODE_NAME = /^(?!localhost)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
const MAX_NAME_LENGTH = 253;
import { hostsFileQuestion } from "./shared/resolution.ts";

const IDENTITY = { identity: { probe: "host", fact: "identity" } } as const;

export const hostNameIsValid = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.name.valid",
  title: () => ({ key: "host-name-is-valid", args: {} }),
  required: () => true,
  asks: () => IDENTITY,
  judge: ({ identity }) => {
    const hostname = identity.evidence?.fact === "identity" ? identity.evidence.hostname : "";
    const valid = NODE_NAME.test(hostname) && hostname.length <= MAX_NAME_LENGTH;
    return valid ? pass("ok:host-name", { hostname }) : fail("host-name-invalid", { hostname });
  },
});

/** The join takes the node's address from the hosts file first, and Debian's installer writes 127.0.1.1 there. */
export const hostNameAddress = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.name.address",
  title: () => ({ key: "host-name-address", args: {} }),
  required: () => false,
  asks: (site) => ({ ...IDENTITY, hosts: hostsFileQuestion(site) }),
  judge: ({ identity, hosts }) => {
    const hostname = identity.evidence?.fact === "identity" ? identity.evidence.hostname : "";
    const entries = hosts.evidence?.fact === "hosts-file" ? hosts.evidence.entries : [];
    const loopback = entries.find(({ ip, names }) => ip.startsWith("127.") && names.includes(hostname.toLowerCase()));
    if (loopback === undefined) return pass("ok:host-name", { hostname });
    return warn("host-name-on-loopback", { hostname, address: loopback.ip });
  },
});

export const systemIsSupported = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.system.supported",
  title: () => ({ key: "system-is-supported", args: {} }),
  required: () => false,
  asks: () => ({ ...IDENTITY, distribution: { probe: "host", fact: "distribution" } }) as const,
  judge: ({ identity, distribution }, { clusterVersion }, context) => {
    const kernel = identity.evidence?.fact === "identity" ? identity.evidence.kernel : "";
    if (distribution.evidence?.fact !== "distribution") return unverified("system-unknown", {});
    const { id, versionId, prettyName } = distribution.evidence;
    const system = `${prettyName} (${context.cpu})`;
    const support = systemSupport({ id, version: versionId, kernel }, context.cpu, clusterVersion);
    switch (support.is) {
      case "supported":
        return pass("ok:system", { system, kernel });
      case "not-for-this-cluster":
        return warn("system-not-for-cluster", { system, cluster: clusterVersion?.text ?? "" });
      case "not-listed":
        return warn("system-not-listed", { system });
      case "other-kernel":
        return warn("kernel-not-listed", { system, kernel, kernels: support.kernels });
    }
  },
});

/** Lines that a person reads one way and the C library another: names then go to servers that nobody has meant. */
export const resolvConfIsRead = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.resolv-conf.read",
  title: () => ({ key: "resolv-conf-is-read", args: {} }),
  required: () => false,
  asks: () => ({ resolvers: { probe: "host", fact: "resolvers" } }) as const,
  judge: ({ resolvers }) => {
    if (resolvers.evidence?.fact !== "resolvers")
      return unverified("resolv-conf-unknown", { reason: resolvers.reason ?? resolvers.outcome });
    const { servers, ignored = [], unnamed } = resolvers.evidence;
    if (ignored.length > 0) return warn("resolv-conf-line-ignored", { lines: ignored, servers });
    if (unnamed === true) return warn("resolv-conf-without-server", { server: servers.join(", ") });
    return pass("ok:resolv-conf", { servers });
  },
});

export const noLeftovers = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.leftovers.none",
  title: () => ({ key: "no-leftovers", args: {} }),
  required: () => false,
  asks: () => ({ files: { probe: "files" as const, paths: [...LEFTOVERS] } }),
  judge: ({ files }) => {
    const paths = files.evidence?.existing ?? [];
    return paths.length > 0 ? warn("leftovers-of-a-join", { paths }) : pass("ok:nothing-found", {});
  },
});
