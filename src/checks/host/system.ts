import { systemSupport } from "../../catalogue/operating-systems.ts";
import { defineCheck, pass, unverified, warn } from "../../model/check.ts";
import { IDENTITY_QUESTION } from "../shared/host-identity.ts";

export const systemIsSupported = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.system.supported",
  title: () => ({ key: "system-is-supported", args: {} }),
  required: () => false,
  asks: () => ({ ...IDENTITY_QUESTION, distribution: { probe: "host", fact: "distribution" } }) as const,
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
