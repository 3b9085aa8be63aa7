import { describe, expect, it } from "vitest";
import { everyFlowPasses } from "../../src/checks/line/parallel-ways.ts";
import type { CheckContext } from "../../src/model/check.ts";
import type { AnyObservation, Outcome } from "../../src/model/probe.ts";
import { siteFor } from "../support/site.ts";

const RESOLVER = "10.1.2.53";

const observed = (request: object, outcome: Outcome, attempts = 1) =>
  ({ request, outcome, startedAtMs: 0, durationMs: 1, attempts }) as AnyObservation;
const lookup = (name: string, outcome: Outcome, attempts = 1) =>
  observed({ probe: "dns", server: { ip: RESOLVER, port: 53 }, name, type: "A" }, outcome, attempts);
const talk = (outcome: Outcome = "response", attempts = 1) =>
  observed(
    {
      probe: "http",
      to: { ip: "100.103.42.233", port: 443 },
      scheme: "https",
      host: "cs-anony-vpc.cn-hangzhou.aliyuncs.com",
      method: "GET",
      path: "/",
    },
    outcome,
    attempts,
  );

const CONTROL_PLANE = "cs-anony-vpc.cn-hangzhou.aliyuncs.com";
const PACKAGES = "aliacs-k8s-cn-hangzhou.oss-cn-hangzhou-internal.aliyuncs.com";

/** The destinations to which flows are tried. */
function asked(...observations: AnyObservation[]): string[] {
  const known = {
    site: siteFor({}),
    resolvers: [{ address: RESOLVER, origin: "resolv.conf" }],
    observations: () => observations,
  } as unknown as CheckContext;
  const [instance] = everyFlowPasses.instances(known);
  return Object.keys(instance?.asks(known) ?? {});
}

describe("flows from several source ports are tried", () => {
  it.each<[string, AnyObservation[]]>([
    ["a connection had to be tried again", [talk("response", 2)]],
    [
      "a name was not answered and its neighbour was",
      [talk(), lookup(CONTROL_PLANE, "answer"), lookup(PACKAGES, "timed-out")],
    ],
    ["a name was answered only at the second attempt", [talk(), lookup(CONTROL_PLANE, "answer", 2)]],
  ])("where %s", (_name, observations) => {
    expect(asked(...observations)).toEqual(["100.103.42.233"]);
  });

  it.each<[string, AnyObservation[]]>([
    ["all is well", [talk(), lookup(CONTROL_PLANE, "answer"), lookup(PACKAGES, "answer")]],
    ["no name is answered", [talk(), lookup(CONTROL_PLANE, "timed-out"), lookup(PACKAGES, "timed-out")]],
    [
      "another name than the cloud's is not",
      [talk(), lookup(CONTROL_PLANE, "answer"), lookup("time.example.org", "timed-out")],
    ],
    [
      "nothing has answered that they could be compared with",
      [lookup(CONTROL_PLANE, "answer"), lookup(PACKAGES, "timed-out")],
    ],
  ])("but not where %s", (_name, observations) => {
    expect(asked(...observations)).toEqual([]);
  });
});
