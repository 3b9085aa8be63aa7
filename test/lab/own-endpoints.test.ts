import { describe, expect } from "vitest";
import { firewall } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { ADDRESSES, referenceSite, SITE_FLAGS } from "./reference-site.ts";
import type { HttpSite, Topology } from "./topology.ts";

const MIRROR = { name: "mirror.corp.example", ip: "10.1.3.80" };
const PROXY = { name: "proxy.corp.example", ip: "203.107.6.90" };
const LICENCES = { name: "licences.corp.example", ip: "192.168.10.77" };

const ENDPOINTS = [
  `mirror=https://${MIRROR.name}`,
  `proxy=http://${PROXY.name}:3128`,
  `licences=tcp://${LICENCES.name}:1947#line`,
  `time=ntp://${ADDRESSES.ntp1}`,
].flatMap((endpoint) => ["--endpoint", endpoint]);

const WELL = {
  "own.licences.resolves": "pass ok",
  "own.licences.tcp-1947": "pass ok",
  "own.mirror.resolves": "pass ok",
  "own.mirror.tcp-443": "pass ok",
  "own.mirror.tls-443": "pass ok",
  "own.mirror.http-443": "pass ok",
  "own.proxy.resolves": "pass ok",
  "own.proxy.tcp-3128": "pass ok",
  "own.proxy.http-3128": "pass ok",
  "own.time.answers": "pass ok",
};

/** The reference site with a mirror in a subnet of the site, a proxy on the Internet and a licence server in the VPC. */
function siteWithOwn(issuer: HttpSite["certificate"]["issuer"] = "lab"): Topology {
  const network = referenceSite();
  network.links.push({
    ends: [
      { host: "mirror", address: `${MIRROR.ip}/24` },
      { host: "core-switch", address: "10.1.3.1/24" },
    ],
  });
  const site = (name: string, ports: Pick<HttpSite, "ports" | "tlsPorts">): HttpSite => ({
    name,
    ...ports,
    certificate: { issuer, names: [name] },
    locations: "location / { return 401; }",
  });
  const { hosts } = network;
  hosts["mirror"] = {
    routes: [{ to: "default", via: "10.1.3.1" }],
    services: [{ kind: "http", listen: [MIRROR.ip], sites: [site(MIRROR.name, { ports: [], tlsPorts: [443] })] }],
  };
  const { internet, "api-server": apiServer } = hosts;
  if (internet === undefined || apiServer === undefined) throw new Error("the reference site has both");
  internet.addresses?.push(PROXY.ip);
  internet.services?.push({
    kind: "http",
    listen: [PROXY.ip],
    sites: [site(PROXY.name, { ports: [3128], tlsPorts: [] })],
  });
  apiServer.addresses = [LICENCES.ip];
  apiServer.services?.push({
    kind: "http",
    listen: [LICENCES.ip],
    sites: [site(LICENCES.name, { ports: [1947], tlsPorts: [] })],
  });
  hosts["vpc-router"]?.routes?.push({ to: LICENCES.ip, via: "192.168.10.10" });
  for (const service of internet.services ?? [])
    if (service.kind === "dns")
      for (const { name, ip } of [MIRROR, PROXY, LICENCES]) Object.assign(service.records ?? {}, { [name]: [ip] });
  return network;
}

async function examine(network: Topology, ...flags: string[]) {
  await using lab = await Lab.start(network);
  const { code, stdout } = await preflight(lab, [...SITE_FLAGS, ...ENDPOINTS, "--format", "json", ...flags]);
  const report = parseReport(stdout);
  const own = report.checks.filter(({ group }) => group === "own").map(({ id }) => id);
  return { code, report, seen: outcomes(report, own) };
}

describe.concurrent("endpoints of one's own", () => {
  labTest("pass on the line, on the Internet and in the site", async () => {
    const { code, seen } = await examine(siteWithOwn());
    expect(seen).toEqual(WELL);
    expect(code).toBe(0);
  });

  const faults: {
    name: string;
    break: (network: Topology) => void;
    seen: Partial<Record<string, string>>;
    device: string;
  }[] = [
    {
      name: "that the firewall blocks on the Internet",
      break: (network) => {
        firewall(network, `ip daddr ${PROXY.ip} drop`);
      },
      seen: { "own.proxy.tcp-3128": "fail connect-timed-out", "own.proxy.http-3128": "blocked prerequisite-failed" },
      device: "firewall",
    },
    {
      name: "that the firewall blocks on the line",
      break: (network) => {
        firewall(network, `ip daddr ${LICENCES.ip} drop`);
      },
      seen: { "own.licences.tcp-1947": "fail connect-timed-out" },
      device: "firewall",
    },
    {
      name: "on which nothing listens",
      break: ({ hosts }) => {
        Object.assign(hosts["mirror"] ?? {}, { services: [] });
      },
      seen: {
        "own.mirror.tcp-443": "fail connect-refused",
        "own.mirror.tls-443": "blocked prerequisite-failed",
        "own.mirror.http-443": "blocked prerequisite-failed",
      },
      device: "service",
    },
  ];
  for (const fault of faults)
    labTest(`${fault.name} are laid to the ${fault.device}`, async () => {
      const network = siteWithOwn();
      fault.break(network);
      const { code, report, seen } = await examine(network);
      expect(seen).toEqual({ ...WELL, ...fault.seen });
      expect(code).toBe(1);
      const { findings } = report.diagnosis;
      expect(findings.map(({ suspects }) => suspects[0]?.device)).toEqual([fault.device]);
    });

  labTest("behind a switch that drops their packets are never laid to a wrong device for sure", async () => {
    const network = siteWithOwn();
    const { "core-switch": coreSwitch } = network.hosts;
    Object.assign(coreSwitch ?? {}, { filter: { forward: [`ip daddr ${MIRROR.ip} drop`] } });
    const { report, seen } = await examine(network);
    expect(seen).toMatchObject({ "own.mirror.tcp-443": "fail connect-timed-out" });
    const sure = report.diagnosis.findings.flatMap(({ suspects }) =>
      suspects.filter(({ probability, device }) => probability >= 0.9 && device !== "core-switch"),
    );
    expect(sure).toEqual([]);
  });

  labTest(
    "with a certificate of an authority of one's own name the CA store first, and no inspection for sure",
    async () => {
      const { report, seen } = await examine(siteWithOwn("stranger"));
      expect(seen).toEqual({
        ...WELL,
        "own.mirror.tls-443": "fail tls-private-issuer",
        "own.mirror.http-443": "blocked prerequisite-failed",
      });
      expect(report.diagnosis.findings.map(({ suspects }) => suspects[0]?.misconfiguration)).toEqual(["node.ca-store"]);
      expect(report.diagnosis.findings[0]?.suspects[0]?.probability).toBeLessThan(0.9);
    },
  );

  labTest("over UDP pass by an answer, fail by a refusal and are unverified by silence", async () => {
    const network = siteWithOwn();
    network.hosts["mirror"]?.services?.push(
      { kind: "odd", does: "udp-echo", ip: MIRROR.ip, port: 5514, protocol: "udp", takes: ["5514"] },
      { kind: "odd", does: "udp-mute", ip: MIRROR.ip, port: 514, protocol: "udp", takes: ["514"] },
    );
    const { report } = await examine(
      network,
      ...["echo=udp://10.1.3.80:5514", "mute=udp://10.1.3.80:514", "none=udp://10.1.3.80:515"].flatMap((endpoint) => [
        "--endpoint",
        endpoint,
      ]),
    );
    expect(outcomes(report, ["own.echo.udp-5514", "own.mute.udp-514", "own.none.udp-515"])).toEqual({
      "own.echo.udp-5514": "pass ok",
      "own.mute.udp-514": "unverified datagram-unanswered",
      "own.none.udp-515": "fail datagram-refused",
    });
    const finding = report.diagnosis.findings.find(({ explains }) => explains.includes("own.none.udp-515"));
    expect(finding?.suspects[0]?.misconfiguration).toBe("service.own.port");
  });
});
