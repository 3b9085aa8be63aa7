import { describe, expect, it } from "vitest";
import { evidenceOf, withSources } from "../src/evidence.ts";
import { requestKey } from "../src/model/probe.ts";
import type { CheckResult } from "../src/model/report.ts";
import { ADDRESSES, NAMES, SITE_DNS } from "./lab/reference-site.ts";
import { answer, conversation, referenceSettings } from "./support/reference-network.ts";

const site = referenceSettings();
const observations = [
  answer(SITE_DNS, NAMES.controlPlane, [ADDRESSES.controlPlane]),
  conversation(NAMES.controlPlane, ADDRESSES.controlPlane, 443, "timed-out"),
  conversation(NAMES.packages, ADDRESSES.packages, 443, "response"),
];
const keys = observations.map(({ request }) => requestKey(request));
const check = (change: Partial<CheckResult> = {}): CheckResult => ({
  id: "control-plane.cs-anony-vpc.tcp-443",
  group: "control-plane",
  title: "",
  status: "fail",
  required: true,
  code: "connect-timed-out",
  message: "",
  endpoint: { host: NAMES.controlPlane, address: ADDRESSES.controlPlane, port: 443, protocol: "tcp" },
  durationMs: 1,
  ...change,
});

describe("what a check was judged from", () => {
  it("is kept in a report as places in its list, and read again", () => {
    const key = keys[1] ?? "";
    const [linked] = withSources([check()], new Map([[check().id, new Set([key])]]), observations);
    expect(linked?.judgedFrom).toEqual([1]);
    const { judgedFrom } = evidenceOf({ site, observations, checks: [linked ?? check()] });
    expect([...(judgedFrom.get(check().id) ?? [])]).toEqual([key]);
  });

  it("is nothing for a place that the list does not have", () => {
    const { judgedFrom } = evidenceOf({ site, observations, checks: [check({ judgedFrom: [7, -1, 0.5] })] });
    expect([...(judgedFrom.get(check().id) ?? [])]).toEqual([]);
  });

  it("is found by the endpoint in a report that does not say it", () => {
    const name = check({ id: "dns.cs-anony-vpc.resolves", group: "dns", endpoint: { host: NAMES.controlPlane } });
    const { judgedFrom } = evidenceOf({ site, observations, checks: [check(), name] });
    expect([...judgedFrom.values()].map((each) => [...each])).toEqual([[keys[1]], [keys[0]]]);
  });
});
