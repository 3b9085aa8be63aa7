import { defineCheck, pass, unverified, warn } from "../../model/check.ts";

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
