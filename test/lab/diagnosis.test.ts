import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  destinationOf,
  simulate,
  type AskedRequest,
  type HopPrediction,
} from "../../src/diagnosis/network/forwarding.ts";
import type { Outcome, ProbeName, Seen } from "../../src/model/probe.ts";
import { DOUBLE_FAULTS, FAULTS, HEALTHY, type Fault } from "../scenarios/faults.ts";
import { labTest } from "../support/lab-test.ts";
import { referenceNetwork, TRUNK } from "../support/reference-network.ts";
import { parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { ADDRESSES, API_SERVER, NAMES, referenceSite, SITE_DNS, SITE_FLAGS } from "./reference-site.ts";

/** Silence is certain sooner in a lab than on a line. */
const IMPATIENT = ["--timeout", "1500", "--format", "json"];
const ASK = path.resolve(import.meta.dirname, "ask.mjs");

async function diagnosed(lab: Lab, faults: readonly Fault[] = []) {
  const before = faults.flatMap((fault) => fault.before ?? []).join("; ");
  const { stdout } = await preflight(lab, [...SITE_FLAGS, ...IMPATIENT], before === "" ? {} : { before });
  return parseReport(stdout);
}

function networkWith(faults: readonly Fault[]) {
  const network = referenceSite();
  for (const fault of faults) fault.patch?.(network);
  return network;
}

/** Settings of the same device that show the same to this node, and are more common. */
const ALSO_CALLED: Record<string, readonly string[]> = {
  "firewall: VPC reset": ["firewall.outbound.api-server"],
  "firewall: other OSS range reset": ["firewall.outbound.registry"],
  "firewall: 443 reset": ["firewall.outbound.cloud-services"],
  "firewall: 6443 dropped": ["firewall.outbound.port"],
  "firewall: null route to the VPC": ["firewall.outbound.vpc"],
  "firewall: null route back to the node's site": ["firewall.outbound.all"],
  "CEN: the attachment is lost": ["ecr-cen.outbound.vpc"],
  "network ACL: no rule for replies": ["security-group.inbound.data-center", "security-group.inbound.api-server"],
  "security group: answers dropped": ["security-group.inbound.data-center", "security-group.inbound.api-server"],
};
/** Five devices fit where only the API server is silent and every hop answers: no group is larger. */
const MOST_SUSPECTS = 5;

describe.concurrent("a single fault", () => {
  for (const fault of FAULTS)
    labTest(`${fault.name}: named, or with those that show the same`, async () => {
      await using lab = await Lab.start(networkWith([fault]));
      const { diagnosis, checks, verdict } = await diagnosed(lab, [fault]);
      const [finding] = diagnosis.findings;
      const suspects = finding?.suspects.map(({ device }) => device) ?? [];
      expect(fault.group).toContain(suspects[0]);
      const named = finding?.suspects.find(({ device }) => device === fault.device)?.misconfiguration;
      expect([fault.misconfiguration, ...(ALSO_CALLED[fault.name] ?? [])]).toContain(named);
      expect(suspects.length).toBeLessThanOrEqual(MOST_SUSPECTS);
      expect(verdict).toBe("not-ready");
      for (const check of checks.filter(({ status }) => status === "fail")) {
        const explaining = diagnosis.findings.find(({ explains }) => explains.includes(check.id));
        expect(check.device, check.id).toBe(explaining?.suspects[0]?.device);
      }
    });
});

describe.concurrent("two faults at once", () => {
  for (const pair of DOUBLE_FAULTS)
    labTest(`${pair[0].name} and ${pair[1].name}: one finding each`, async () => {
      await using lab = await Lab.start(networkWith(pair));
      const { diagnosis } = await diagnosed(lab, pair);
      const named = diagnosis.findings.flatMap(({ suspects }) => suspects.map(({ device }) => device));
      for (const { device } of pair) expect(named).toContain(device);
    });
});

describe.concurrent("a network with nothing wrong", () => {
  for (const { name, patch } of HEALTHY)
    labTest(`${name}: no finding`, async () => {
      const network = referenceSite();
      patch(network);
      await using lab = await Lab.start(network);
      const { diagnosis, verdict } = await diagnosed(lab);
      expect({ findings: diagnosis.findings, verdict }).toEqual({ findings: [], verdict: "ready" });
    });
});

const service = { ip: ADDRESSES.controlPlane, port: 443 };
const packages = { ip: ADDRESSES.packages, port: 443 };
const api = { ip: API_SERVER, port: 6443 };
const https = (host: string, to: typeof api): AskedRequest => ({
  probe: "http",
  to,
  scheme: "https",
  host,
  method: "GET",
  path: "/",
});
const name = (server: string): AskedRequest => ({
  probe: "dns",
  server: { ip: server, port: 53 },
  name: NAMES.controlPlane,
  type: "A",
});
const hops = (protocol: "tcp" | "udp", to: typeof api, calm: boolean): AskedRequest => ({
  probe: "hops",
  protocol,
  to,
  maxTtl: 8,
  thorough: true,
  ...(calm && { calm: true as const }),
});

/** Every kind of probe. */
const FIRST: AskedRequest[] = [
  https(NAMES.controlPlane, service),
  https(API_SERVER, api),
  { probe: "tcp", to: packages },
  { probe: "ntp", to: { ip: ADDRESSES.ntp1, port: 123 } },
  name(SITE_DNS),
];
const WALKS: AskedRequest[] = [hops("tcp", service, false), hops("tcp", api, false)];
const CALM_WALKS: AskedRequest[] = [hops("tcp", service, true), hops("tcp", api, true)];
const REST: AskedRequest[] = [
  hops("udp", { ip: ADDRESSES.ntp1, port: 123 }, false),
  { probe: "distance", to: service },
  { probe: "mtu", to: service, scheme: "https", serverName: NAMES.controlPlane },
  { probe: "inband", to: service, payload: "small", serverName: NAMES.controlPlane, maxTtl: 7 },
];

/** Errors about a route come at half the rate of others: who asks for them asks for nothing else. */
function batches({ placed = [] }: Fault): AskedRequest[][] {
  const signed = placed.some(({ effect }) => ["no-route", "unreachable", "forbid", "prohibit"].includes(effect));
  return signed ? [FIRST, ...CALM_WALKS.map((walk) => [walk]), REST] : [FIRST, [...WALKS, ...REST]];
}

/** Different words of the lab for what the simulator calls by one. */
const ALIKE: Partial<Record<Outcome, Outcome>> = {
  reset: "refused",
  "dns-refused": "nxdomain",
  "no-data": "nxdomain",
  servfail: "timed-out",
};
const word = (outcome: Outcome) => ALIKE[outcome] ?? outcome;
const label = (request: AskedRequest) => {
  const to = destinationOf(request);
  return `${request.probe} ${to.ip}:${to.port}`;
};

/** Who answers along the way, and how: each router once, since in a circle they come again. */
function routersOf(hops: readonly Pick<HopPrediction, "reply" | "router">[]): string[] {
  const heard = hops.filter(({ reply }) => reply === "time-exceeded" || reply === "unreachable");
  return [...new Set(heard.map(({ reply, router }) => `${router} ${reply}`))];
}

describe.concurrent("the simulator says what the lab shows", () => {
  for (const fault of FAULTS.filter(({ placed }) => placed !== undefined))
    labTest(fault.name, async () => {
      await using lab = await Lab.start(networkWith([fault]));
      const said: Record<string, string> = {};
      const saw: Record<string, string> = {};
      if (fault.before !== undefined) await lab.change("node", fault.before);
      for (const requests of batches(fault)) {
        const { stdout } = await lab.run("node", [process.execPath, ASK, JSON.stringify(requests)]);
        const seen = JSON.parse(stdout) as Seen<ProbeName>[];
        for (const [index, request] of requests.entries()) {
          const prediction = simulate(referenceNetwork(), fault.placed ?? [], request);
          said[label(request)] = word(prediction.outcome);
          saw[label(request)] = word(seen[index]?.outcome ?? "crashed");
          // What is seldom said is compared by the outcome alone.
          if (request.probe !== "hops" || prediction.seldomSaid !== undefined) continue;
          said[`${label(request)} routers`] = routersOf(prediction.hops ?? []).join();
          saw[`${label(request)} routers`] = routersOf(
            (seen[index] as Seen<"hops">).evidence?.hops.map(({ reply, address = "" }) => ({
              reply,
              router: `t${TRUNK.indexOf(address) + 1}`,
            })) ?? [],
          ).join();
        }
      }
      expect(saw).toEqual(said);
    });
});

it("names every fault once", () => {
  const names = FAULTS.map((fault) => fault.name);
  expect(names).toEqual([...new Set(names)]);
});
