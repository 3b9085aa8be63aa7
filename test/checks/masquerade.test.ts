import { expect, it } from "vitest";
import { containersKeepSource } from "../../src/checks/host/masquerade.ts";
import type { CheckContext } from "../../src/model/check.ts";
import type { Site } from "../../src/model/site.ts";
import { siteFor } from "../support/site.ts";

const TERWAY = { networkPlugin: "terway-edge", containerCidrs: ["172.20.0.0/16"] } satisfies Partial<Site>;

it.each<[string, Partial<Site>, number]>([
  ["Terway Edge, and both blocks are known", { ...TERWAY, vpcCidrs: ["192.168.0.0/16"] }, 1],
  ["the VPC's block is not known", { ...TERWAY, vpcCidrs: [] }, 0],
  [
    "Flannel masquerades by design",
    { networkPlugin: "flannel", containerCidrs: ["172.20.0.0/16"], vpcCidrs: ["192.168.0.0/16"] },
    0,
  ],
])("the containers' source is judged only where it can be: %s", (_name, settings, count) => {
  const known = { site: siteFor(settings) } as unknown as CheckContext;
  expect(containersKeepSource.instances(known)).toHaveLength(count);
});
