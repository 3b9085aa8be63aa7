import { describe, expect, it } from "vitest";
import { diagnose, infer } from "../../src/diagnosis/diagnose.ts";
import { requestKey, type AnyObservation } from "../../src/model/probe.ts";
import type { CheckResult } from "../../src/model/report.ts";
import { siteFor } from "../support/site.ts";
import { en } from "../support/words.ts";

const SERVER = { ip: "10.1.2.53", port: 53 };
const CONTROL_PLANE = "cs-anony-vpc.cn-hangzhou.aliyuncs.com";
const REGISTRY = "registry-cn-hangzhou-vpc.ack.aliyuncs.com";

const lookup = (name: string, outcome: string, addresses: string[] = []): AnyObservation =>
  ({
    request: { probe: "dns", server: SERVER, name, type: "A" },
    outcome,
    evidence: { addresses },
    startedAtMs: 0,
    durationMs: 1,
    attempts: 1,
  }) as unknown as AnyObservation;

function suspectsOf(observations: AnyObservation[], failing: AnyObservation): string[] {
  const site = siteFor({ vpcCidrs: ["192.168.0.0/16"], dataCenterCidrs: ["10.0.0.0/8"] });
  const check: CheckResult = {
    id: "dns.registry-vpc-ack.resolves",
    group: "dns",
    title: "",
    status: "fail",
    required: true,
    code: "dns-nxdomain",
    message: "",
    durationMs: 1,
  };
  const judgedFrom = new Map([[check.id, new Set([requestKey(failing.request)])]]);
  const { findings } = diagnose(infer({ site, observations, checks: [check], judgedFrom }), en);
  return findings.flatMap(({ suspects }) =>
    suspects.map(({ misconfiguration, title }) => `${misconfiguration}: ${title}`),
  );
}

describe("a DNS server that denies a name of the cloud", () => {
  const denied = lookup(REGISTRY, "nxdomain");

  it("has a zone of its own for it where it knows another", () => {
    const known = lookup(CONTROL_PLANE, "answer", ["100.103.42.233"]);
    expect(suspectsOf([known, denied], denied)[0]).toBe(
      `dns.narrower-zone: a zone of its own takes ${REGISTRY} elsewhere on the DNS server 10.1.2.53`,
    );
  });

  it("does not forward the cloud's names where it denies them all", () => {
    expect(suspectsOf([lookup(CONTROL_PLANE, "nxdomain"), denied], denied)[0]).toMatch(/^dns\.forwarding: /);
  });
});
