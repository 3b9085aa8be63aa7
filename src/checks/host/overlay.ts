import { CLOUD_SERVICE_RANGE } from "../../catalogue/ranges.ts";
import { defineCheck, pass, unverified, warn } from "../../model/check.ts";
import { contains } from "../../wire/cidr.ts";

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
