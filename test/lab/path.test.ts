import path from "node:path";
import { describe, expect } from "vitest";
import type { HopsEvidence, ProbeName, RequestOf, Seen } from "../../src/model/probe.ts";
import { firewall, hostOf, siteOf } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { Lab } from "./lab.ts";
import { ADDRESSES, API_SERVER, NAMES, referenceSite } from "./reference-site.ts";
import type { Topology } from "./topology.ts";

const ASK = path.resolve(import.meta.dirname, "ask.mjs");
/** No capability is left, and none can be had: what a plain user has. */
const UNPRIVILEGED = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"];

const SERVICE = { ip: ADDRESSES.controlPlane, port: 443 };
const CLOSED = { ip: ADDRESSES.controlPlane, port: 81 };
const API = { ip: API_SERVER, port: 6443 };
const VBR = "10.0.23.2";

async function ask<P extends ProbeName>(lab: Lab, ...requests: RequestOf<P>[]): Promise<Seen<P>[]> {
  const { stdout, stderr } = await lab.run("node", [...UNPRIVILEGED, process.execPath, ASK, JSON.stringify(requests)]);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Seen<P>[];
}

const hops = (to = SERVICE, change: Partial<RequestOf<"hops">> = {}): RequestOf<"hops"> => ({
  probe: "hops",
  protocol: "tcp",
  to,
  maxTtl: 12,
  thorough: true,
  ...change,
});
const distance = (to = SERVICE): RequestOf<"distance"> => ({ probe: "distance", to });
const echo = (to: string): RequestOf<"echo"> => ({ probe: "echo", to });
const mtu = (): RequestOf<"mtu"> => ({ probe: "mtu", to: SERVICE, scheme: "https", serverName: NAMES.controlPlane });
const inband = (payload: RequestOf<"inband">["payload"]): RequestOf<"inband"> => ({
  probe: "inband",
  to: SERVICE,
  payload,
  serverName: NAMES.controlPlane,
  maxTtl: 7,
});

/** "ttl reply address" a hop. */
function steps(seen: Seen<"hops"> | undefined): string[] {
  return (seen?.evidence?.hops ?? []).map(({ ttl, reply, address }) => `${ttl} ${reply} ${address ?? "-"}`);
}

async function inLab(patch: (network: Topology) => void, examine: (lab: Lab) => Promise<void>): Promise<void> {
  const network = referenceSite();
  patch(network);
  await using lab = await Lab.start(network);
  await examine(lab);
}

const ON_THE_WAY = [
  "1 time-exceeded 10.1.1.1",
  "2 time-exceeded 10.0.12.2",
  "3 time-exceeded 10.0.23.2",
  "4 time-exceeded 172.31.1.2",
  "5 time-exceeded 172.31.2.2",
];
const nothing = () => undefined;

describe.concurrent("the path, asked by a plain user", () => {
  labTest("is walked by TCP and by UDP, from one port each", () =>
    inLab(nothing, async (lab) => {
      const udp = (ip: string, port: number) => hops({ ip, port }, { protocol: "udp" });
      const [tcp, ntp, dns] = await ask<"hops">(lab, hops(), udp(ADDRESSES.ntp1, 123), udp("100.100.2.136", 53));
      expect(steps(tcp)).toEqual([...ON_THE_WAY, `6 open ${SERVICE.ip}`]);
      expect(steps(ntp)).toEqual([...ON_THE_WAY.slice(0, 2), `3 answer ${ADDRESSES.ntp1}`]);
      expect(steps(dns)).toEqual([...ON_THE_WAY, "6 answer 100.100.2.136"]);
      for (const seen of [tcp, ntp, dns]) {
        expect(seen).toMatchObject({ outcome: "reached", evidence: { ignored: 0 } });
        expect(seen?.evidence?.hops.every(({ pinned }) => pinned)).toBe(true);
      }
      expect(tcp?.evidence?.hops.slice(0, 5).map(({ replyTtl }) => replyTtl)).toEqual([64, 63, 62, 61, 60]);
      expect(tcp?.evidence?.hops[0]?.quotedMss).toBe(1460);
    }),
  );

  labTest("echo requests are answered, met with silence, or refused by a router that signs it", () =>
    inLab(
      (network) => {
        hostOf(network, "vbr").filter = { input: ["icmp type echo-request drop"] };
        firewall(network, `ip daddr ${API_SERVER} reject with icmp type admin-prohibited`);
      },
      async (lab) => {
        const requests = ["10.1.1.1", VBR, SERVICE.ip, API_SERVER].map(echo);
        const ask = async (...command: string[]) => {
          const { stdout } = await lab.run("node", [...command, process.execPath, ASK, JSON.stringify(requests)]);
          return JSON.parse(stdout) as Seen<"echo">[];
        };
        const allowed = ["sh", "-c", 'echo 0 0 > /proc/sys/net/ipv4/ping_group_range; exec "$0" "$@"'];
        const asRoot = await ask();
        expect(await ask(...UNPRIVILEGED)).toEqual(Array(4).fill({ outcome: "not-asked", reason: "EPERM" }));
        for (const seen of [asRoot, await ask(...allowed, ...UNPRIVILEGED)]) {
          expect(seen.map(({ outcome }) => outcome)).toEqual(["answer", "timed-out", "answer", "unreachable"]);
          expect(seen[3]?.evidence).toEqual({ address: "10.0.12.2", icmpType: 3, icmpCode: 13 });
        }
      },
    ),
  );

  labTest("is walked by echo requests, past a rule that is about one port", () =>
    inLab(
      (network) => {
        hostOf(network, "vbr").filter = { output: ["icmp type time-exceeded drop"] };
        firewall(network, `ip daddr ${API_SERVER} tcp dport 6443 drop`);
      },
      async (lab) => {
        const walk = hops({ ip: API_SERVER, port: 0 }, { protocol: "icmp" });
        const byUser = async (...command: string[]) => {
          const { stdout } = await lab.run("node", [...command, process.execPath, ASK, JSON.stringify([walk])]);
          return (JSON.parse(stdout) as Seen<"hops">[])[0];
        };
        const allowed = ["sh", "-c", 'echo 0 0 > /proc/sys/net/ipv4/ping_group_range; exec "$0" "$@"'];
        expect(await byUser(...UNPRIVILEGED)).toEqual({ outcome: "not-asked", reason: "EPERM" });
        for (const seen of [await byUser(), await byUser(...allowed, ...UNPRIVILEGED)]) {
          expect(seen?.outcome).toBe("reached");
          const passed = ON_THE_WAY.map((step) => (step.startsWith("3") ? "3 silent -" : step));
          expect(steps(seen)).toEqual([...passed, `6 answer ${API_SERVER}`]);
        }
      },
    ),
  );

  labTest("names a router that clamps the segment size", () =>
    inLab(
      (network) => {
        firewall(network, "tcp flags syn tcp option maxseg size set 1300");
      },
      async (lab) => {
        const [walk] = await ask<"hops">(lab, hops());
        expect(walk?.evidence?.hops.slice(0, 5).map(({ quotedMss }) => quotedMss)).toEqual([
          1460, 1460, 1300, 1300, 1300,
        ]);
      },
    ),
  );

  labTest("a drop at the firewall ends behind it, a drop in the security group before the host", async () => {
    await inLab(
      (network) => {
        firewall(network, "tcp dport 6443 drop");
      },
      async (lab) => {
        const [walk] = await ask<"hops">(lab, hops(API));
        expect(walk?.outcome).toBe("cut-off");
        expect(steps(walk)).toEqual([...ON_THE_WAY.slice(0, 2), "3 silent -"]);
      },
    );
    await inLab(
      (network) => {
        hostOf(network, "api-server").filter = { input: ["tcp dport 6443 drop"] };
      },
      async (lab) => {
        const [walk] = await ask<"hops">(lab, hops(API));
        expect(walk?.outcome).toBe("cut-off");
        expect(steps(walk)).toEqual([...ON_THE_WAY, "6 silent -"]);
      },
    );
  });

  labTest("no route at the VBR and no way back from it look alike but for the VBR's own address", async () => {
    const ownAddress: RequestOf<"tcp"> = { probe: "tcp", to: { ip: VBR, port: 81 } };
    await inLab(
      (network) => {
        hostOf(network, "vbr").routes?.push({ to: `${SERVICE.ip}/32`, type: "blackhole" });
      },
      async (lab) => {
        const [walk, hop] = await ask<"hops" | "tcp">(lab, hops(), ownAddress);
        expect((walk?.evidence as HopsEvidence).hops.at(-1)).toMatchObject({ ttl: 3, reply: "silent" });
        expect(hop?.outcome).toBe("refused");
      },
    );
    await inLab(
      (network) => {
        hostOf(network, "vbr").routes?.shift();
      },
      async (lab) => {
        const [walk, hop] = await ask<"hops" | "tcp">(lab, hops(), ownAddress);
        expect((walk?.evidence as HopsEvidence).hops.at(-1)).toMatchObject({ ttl: 3, reply: "silent" });
        expect(hop?.outcome).toBe("timed-out");
      },
    );
  });

  labTest("a firewall's reset comes from nearer than the service's", () =>
    inLab(
      (network) => {
        firewall(network, "tcp dport 443 reject with tcp reset");
      },
      async (lab) => {
        const [rejected, closed] = await ask<"hops">(lab, hops(), hops(CLOSED));
        expect(steps(rejected)).toEqual([...ON_THE_WAY.slice(0, 2), `3 refused ${SERVICE.ip}`]);
        expect(steps(closed)).toEqual([...ON_THE_WAY, `6 refused ${SERVICE.ip}`]);
        const [near, far] = await ask<"distance">(lab, distance(), distance(CLOSED));
        expect(near).toMatchObject({ outcome: "measured", evidence: { reply: "refused", arrivalTtl: 63, routers: 1 } });
        expect(far).toMatchObject({ outcome: "measured", evidence: { reply: "refused", arrivalTtl: 59, routers: 5 } });
      },
    ),
  );

  labTest("a firewall that prohibits signs for it", () =>
    inLab(
      (network) => {
        firewall(network, "tcp dport 443 reject with icmpx admin-prohibited");
      },
      async (lab) => {
        const [walk] = await ask<"hops">(lab, hops());
        expect(walk?.outcome).toBe("rejected");
        expect(walk?.evidence?.hops.at(-1)).toMatchObject({
          ttl: 3,
          reply: "unreachable",
          address: "10.0.12.2",
          icmpType: 3,
          icmpCode: 13,
        });
      },
    ),
  );

  labTest("a transparent proxy opens connections from where it stands", () =>
    inLab(
      (network) => {
        const site = { ...siteOf(network, NAMES.controlPlane), name: "proxy", ports: [], tlsPorts: [8443] };
        const proxy = hostOf(network, "firewall");
        proxy.services = [{ kind: "http", listen: ["0.0.0.0"], sites: [site] }];
        proxy.nat = ["tcp dport 443 redirect to :8443"];
      },
      async (lab) => {
        const [proxied, unproxied] = await ask<"hops">(lab, hops(), hops({ ...SERVICE, port: 80 }));
        expect(proxied?.evidence?.reachedTtl).toBe(2);
        expect(unproxied?.evidence?.reachedTtl).toBe(6);
        const [near, far] = await ask<"distance">(lab, distance(), distance({ ...SERVICE, port: 80 }));
        expect(near?.evidence).toMatchObject({ reply: "open", arrivalTtl: 63 });
        expect(far?.evidence).toMatchObject({ reply: "open", arrivalTtl: 59 });
      },
    ),
  );

  const holes: [string, string | undefined, object][] = [
    [
      "none",
      undefined,
      { forward: { state: "passes" }, backward: { state: "passes" }, pathMtu: 1500, flannelMtu: 1450 },
    ],
    [
      "one towards the cloud",
      "oifname vbr meta length > 1400 drop",
      { forward: { state: "black-hole" }, backward: { state: "passes" }, holeTtl: 3 },
    ],
    [
      "one towards the node",
      "iifname vbr meta length > 1400 drop",
      { forward: { state: "passes" }, backward: { state: "black-hole" } },
    ],
  ];
  for (const [name, rule, evidence] of holes)
    labTest(`holes in the path's MTU: ${name}`, () =>
      inLab(
        (network) => {
          if (rule !== undefined) firewall(network, rule);
        },
        async (lab) => {
          const [seen] = await ask<"mtu">(lab, mtu());
          expect(seen).toMatchObject({ outcome: rule === undefined ? "passes" : "black-hole", evidence });
        },
      ),
    );

  labTest("a narrow link that says so is no hole", () =>
    inLab(
      (network) => {
        for (const link of network.links) if (link.ends[0].host === "vbr") link.mtu = 1400;
      },
      async (lab) => {
        const [seen] = await ask<"mtu">(lab, mtu());
        expect(seen).toMatchObject({ outcome: "passes", evidence: { pathMtu: 1400 } });
      },
    ),
  );

  labTest("a silent hop is not a dead path", async () => {
    await inLab(
      (network) => {
        hostOf(network, "vbr").filter = { output: ["icmp type time-exceeded drop"] };
      },
      async (lab) => {
        const [walk] = await ask<"hops">(lab, hops());
        expect(walk?.outcome).toBe("reached");
        expect(steps(walk)).toEqual([
          ...ON_THE_WAY.slice(0, 2),
          "3 silent -",
          ...ON_THE_WAY.slice(3),
          `6 open ${SERVICE.ip}`,
        ]);
      },
    );
    await inLab(
      (network) => {
        firewall(network, "drop");
      },
      async (lab) => {
        const [walk] = await ask<"hops">(lab, hops());
        expect(walk?.outcome).toBe("cut-off");
        expect(steps(walk)).toEqual([...ON_THE_WAY.slice(0, 2), "3 silent -"]);
      },
    );
  });

  labTest("a hop that limits its errors answers the second packet, a silent one never", () =>
    inLab(
      (network) => {
        hostOf(network, "vbr").filter = {
          output: ["icmp type time-exceeded limit rate over 1/second burst 1 packets drop"],
        };
        hostOf(network, "cen").filter = { output: ["icmp type time-exceeded drop"] };
      },
      async (lab) => {
        const walks = [80, 81, 82].map((port) => hops({ ...SERVICE, port }));
        const seen = await ask<"hops">(lab, ...walks);
        const vbr = seen.flatMap(({ evidence }) => evidence?.hops.filter(({ ttl }) => ttl === 3) ?? []);
        const cen = seen.flatMap(({ evidence }) => evidence?.hops.filter(({ ttl }) => ttl === 4) ?? []);
        expect(vbr.some(({ late, reply }) => late === true && reply === "time-exceeded")).toBe(true);
        expect(cen.map(({ reply }) => reply)).toEqual(["silent", "silent", "silent"]);
      },
    ),
  );

  labTest("packets that circle are seen to circle", () =>
    inLab(
      (network) => {
        const cen = hostOf(network, "cen");
        cen.routes = cen.routes?.map((route) =>
          route.to === "100.64.0.0/10" ? { to: route.to, via: "172.31.1.1" } : route,
        );
      },
      async (lab) => {
        const [walk] = await ask<"hops">(lab, hops());
        expect(walk).toMatchObject({ outcome: "looped", evidence: { loop: ["10.0.23.2", "172.31.1.2"] } });
      },
    ),
  );

  for (const [type, errno] of [
    ["unreachable", "EHOSTUNREACH"],
    ["blackhole", "EINVAL"],
    ["prohibit", "EACCES"],
  ] as const)
    labTest(`a ${type} route of the node's own is told by the kernel at once`, () =>
      inLab(
        (network) => {
          hostOf(network, "node").routes?.push({ to: `${SERVICE.ip}/32`, type });
        },
        async (lab) => {
          const [walk] = await ask<"hops">(lab, hops());
          expect(walk).toMatchObject({
            outcome: "local-error",
            evidence: { hops: [{ ttl: 1, reply: "local-error", errno }] },
          });
        },
      ),
    );

  labTest("a second source address shows what a rule about the first one hides", () =>
    inLab(
      (network) => {
        hostOf(network, "node").addresses = ["10.1.1.11"];
        hostOf(network, "core-switch").routes?.push({ to: "10.1.1.11/32", via: "10.1.1.10" });
        firewall(network, "ip saddr 10.1.1.10 tcp dport 443 drop");
      },
      async (lab) => {
        const [own, other] = await ask<"tcp">(
          lab,
          { probe: "tcp", to: SERVICE },
          { probe: "tcp", to: SERVICE, sourceIp: "10.1.1.11" },
        );
        expect([own?.outcome, other?.outcome]).toEqual(["timed-out", "open"]);
      },
    ),
  );

  labTest("an abandoned walk leaves no descriptor and ends at once", () =>
    inLab(
      (network) => {
        firewall(network, "drop");
      },
      async (lab) => {
        const { stdout } = await lab.run("node", [process.execPath, path.resolve(import.meta.dirname, "abandon.mjs")]);
        expect(JSON.parse(stdout)).toEqual({ leaked: 0, late: false });
      },
    ),
  );

  labTest("data on an open connection dies where a filter looks into it", () =>
    inLab(
      (network) => {
        // The ClientHello, by its size: what a filter on server names does to it.
        firewall(network, "oifname vbr tcp dport 443 meta length 300-900 drop");
      },
      async (lab) => {
        const [hello, small, large] = await ask<"inband">(
          lab,
          inband("client-hello"),
          inband("small"),
          inband("large"),
        );
        expect(hello?.outcome).toBe("lost");
        expect(hello?.evidence?.fates.map(({ fate }) => fate)).toEqual([
          "time-exceeded",
          "time-exceeded",
          ...Array<string>(5).fill("silent"),
        ]);
        for (const other of [small, large])
          expect(other).toMatchObject({ outcome: "delivered", evidence: { deliveredTtl: 6 } });
      },
    ),
  );
});
