import type { Site } from "../../src/model/site.ts";

/** A site with the defaults of the command line. */
export function siteFor(change: Partial<Site>): Site {
  return {
    region: "cn-hangzhou",
    networkPlugin: "flannel",
    vpcCidrs: [],
    dataCenterCidrs: [],
    containerCidrs: [],
    podCidrs: [],
    serviceCidrs: [],
    cloudServiceCidrs: ["100.0.0.0/8"],
    selfHostNtp: false,
    ntpServers: ["ntp1.aliyun.com", "cn.ntp.org.cn"],
    dnsServers: [],
    hops: [],
    timeoutMs: 3000,
    retries: 1,
    deadlineMs: 60_000,
    ...change,
  };
}
