import { defineCheck, fail, pass } from "../../model/check.ts";

export const clockService = defineCheck({
  group: "ntp",
  subjects: ({ site }) => (site.selfHostNtp ? [site] : []),
  id: () => "ntp.clock-service.synchronised",
  title: () => ({ key: "clock-service-synchronised", args: {} }),
  required: () => true,
  asks: () => ({ service: { probe: "host", fact: "clock-service" } }) as const,
  judge: ({ service }) => {
    const { evidence } = service;
    if (evidence?.fact !== "clock-service") return fail("clock-service-not-found", {});
    if (evidence.state === "unsynchronised") return fail("clock-service-unsynchronised", { service: evidence.service });
    return pass("ok:clock-service", { service: evidence.service, offsetMs: evidence.offsetMs });
  },
});
