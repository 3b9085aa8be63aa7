import { defineCheck, pass, warn } from "../../model/check.ts";
import { IDENTITY_QUESTION } from "../shared/host-identity.ts";
import { hostsFileQuestion } from "../shared/resolution.ts";

/** The join takes the node's address from the hosts file first, and Debian's installer writes 127.0.1.1 there. */
export const hostNameAddress = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.name.address",
  title: () => ({ key: "host-name-address", args: {} }),
  required: () => false,
  asks: (site) => ({ ...IDENTITY_QUESTION, hosts: hostsFileQuestion(site) }),
  judge: ({ identity, hosts }) => {
    const hostname = identity.evidence?.fact === "identity" ? identity.evidence.hostname : "";
    const entries = hosts.evidence?.fact === "hosts-file" ? hosts.evidence.entries : [];
    const loopback = entries.find(({ ip, names }) => ip.startsWith("127.") && names.includes(hostname.toLowerCase()));
    if (loopback === undefined) return pass("ok:host-name", { hostname });
    return warn("host-name-on-loopback", { hostname, address: loopback.ip });
  },
});
