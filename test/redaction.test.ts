import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownNamesIn, prefixPreserving, Redactor, withoutSecrets } from "../src/redaction.ts";
import type { Report } from "../src/model/report.ts";
import { containedInAny } from "../src/wire/cidr.ts";

const flips = (text: string) => ((createHmac("sha256", "key").update(text).digest()[0] ?? 0) & 1) === 1;
const pseudonym = prefixPreserving(flips);
const bitsOf = (address: string) =>
  address
    .split(".")
    .map((octet) => Number(octet).toString(2).padStart(8, "0"))
    .join("");
const shared = (a: string, b: string) => {
  const [x, y] = [bitsOf(a), bitsOf(b)];
  let count = 0;
  while (count < 32 && x[count] === y[count]) count += 1;
  return count;
};

describe("pseudonyms of addresses", () => {
  it("share as many leading bits as the addresses do, and are one to one", () => {
    const block = fc.constantFrom("10", "192.168", "203", "8");
    const address = fc
      .tuple(block, fc.nat(255), fc.nat(255), fc.nat(255))
      .map(([start, ...rest]) => [...start.split("."), ...rest].slice(0, 4).join("."));
    fc.assert(
      fc.property(address, address, (a, b) => {
        expect(shared(pseudonym(a), pseudonym(b))).toBe(shared(a, b));
      }),
    );
  });

  it("stay private where they were, and leave the cloud's own as they are", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        for (const block of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"])
          expect(containedInAny([block], pseudonym(address))).toBe(containedInAny([block], address));
      }),
    );
    expect(["100.103.42.233", "127.0.0.1", "0.0.0.0"].map(pseudonym)).toEqual([
      "100.103.42.233",
      "127.0.0.1",
      "0.0.0.0",
    ]);
  });
});

describe("redaction", () => {
  const redactor = () => new Redactor(["edge-7.plant.example.com", "edge-7", "plant.example.com"], pseudonym);

  it("hides the host's names, whole and in part, and hardware addresses, each under one name", () => {
    const hidden = new Redactor(["edge-7.plant.example.com", "edge-7", "plant.example.com"]).apply({
      a: "edge-7.plant.example.com and EDGE-7, not edge-70",
      b: ["52:54:00:AA:bb:01", "52:54:00:aa:bb:01", "52:54:00:aa:bb:02", "api.plant.example.com"],
      c: "10.1.2.3",
    });
    expect(hidden).toEqual({
      a: "host-1 and host-3, not edge-70",
      b: ["mac-1", "mac-1", "mac-2", "api.host-2"],
      c: "10.1.2.3",
    });
  });

  it("keeps the mask of a block that a switch's command names, and hides the block as elsewhere", () => {
    const [network = ""] = redactor().apply("10.1.0.0/16").split("/");
    expect(redactor().apply("permit ip 10.1.0.0 0.0.255.255 100.64.0.0 0.63.255.255")).toBe(
      `permit ip ${network} 0.0.255.255 100.64.0.0 0.63.255.255`,
    );
    expect(redactor().apply("ip route 10.1.0.0 255.255.0.0 <next hop>")).toBe(
      `ip route ${network} 255.255.0.0 <next hop>`,
    );
  });

  it("hides addresses in sentences, blocks, IDs and beside ports, all as the same", () => {
    const address = pseudonym("10.1.2.53");
    expect(
      redactor().apply(["to 10.1.2.53:53", "(10.1.2.53)", "dns.resolver-10-1-2-53.answers", "10.1.2.53/32"]),
    ).toEqual([
      `to ${address}:53`,
      `(${address})`,
      `dns.resolver-${address.replaceAll(".", "-")}.answers`,
      `${address}/32`,
    ]);
    const block = redactor().apply("10.1.0.0/16");
    expect(containedInAny([block], address)).toBe(true);
    expect(redactor().apply(["fd00::1:2", "at 12:34:56", "1.30.7.1.2"])).toEqual([
      "ipv6-1",
      "at 12:34:56",
      "1.30.7.1.2",
    ]);
  });

  it("hides the mirrors and proxies that packages come from, and keeps the pseudonyms that it has given", () => {
    const source = { name: "base", format: "rpm", lists: [], base: "https://mirror.plant.example.org/os/" };
    const proxied = { ...source, proxy: "http://gate.plant.example.org:3128" };
    const evidence = { fact: "package-sources", manager: "yum", sources: [source, proxied], unread: [] };
    const request = { probe: "host", fact: "package-sources" } as const;
    const report = { observations: [{ request, outcome: "known", evidence }] } as unknown as Report;
    const hider = redactor();
    expect(hider.apply("edge-7")).toBe("host-3");
    const hidden = JSON.stringify(hider.report(report));
    expect(hidden).not.toMatch(/mirror|gate|plant/);
    expect(hidden).toContain("https://host-4/os/");
    expect(hider.apply("edge-7 by mirror.plant.example.org")).toBe("host-3 by host-4");
  });

  it("leaves out a packet filter's rules, whose addresses are numbers", () => {
    const request = { probe: "host", fact: "filters" } as const;
    const ruleset = {
      chains: [],
      sets: [{ name: "s", table: "inet t", intervals: [167837962, 167837962] }],
      bridges: [],
    };
    const seen = { request, outcome: "known", evidence: { fact: "filters", ruleset, unread: [] } };
    const report = { observations: [seen] } as unknown as Report;
    expect(JSON.stringify(redactor().report(report))).not.toContain("167837962");
    expect(JSON.stringify(new Redactor([]).report(report))).toContain("167837962");
  });

  it("hides hardware addresses in every way of writing them, and where they are part of something else", () => {
    const hidden = new Redactor([]).apply([
      "52:54:00:aa:bb:01",
      "52-54-00-AA-BB-01",
      "5254.00aa.bb01",
      "enx525400aabb01",
      "fe80::5054:ff:feaa:bb01",
      "2001:db8::1 and 12:34:56 and 1.30.7",
    ]);
    expect(hidden).toEqual(["mac-1", "mac-1", "mac-1", "enxmac-1", "ipv6-1", "2001:db8::1 and 12:34:56 and 1.30.7"]);
  });

  it("hides addresses in the IDs of checks and in names that are made of them", () => {
    const dashed = pseudonym("203.107.6.88").replaceAll(".", "-");
    expect(redactor().apply(["ntp.203-107-6-88.answers", "node-203-107-6-88", "2026-11-26-10", "1-2-3-4-5"])).toEqual([
      `ntp.${dashed}.answers`,
      `node-${dashed}`,
      "2026-11-26-10",
      "1-2-3-4-5",
    ]);
  });

  it("hides who a user is in paths", () => {
    expect(new Redactor([]).apply(["/home/alice/edge.key", "'/home/alice/x' and /home/bob", "/root/x"])).toEqual([
      "/home/user-1/edge.key",
      "'/home/user-1/x' and /home/user-2",
      "/root/x",
    ]);
  });

  it("knows a site's domains by what its resolver tries for a short name", () => {
    const resolvers = {
      request: { probe: "host", fact: "resolvers" },
      outcome: "known",
      evidence: { fact: "resolvers", servers: [], searchDomains: ["plant.example.com", "vpc.aliyuncs.com"] },
    };
    const report = { node: { hostname: "edge-7" }, site: {}, observations: [resolvers] } as unknown as Report;
    expect(ownNamesIn(report)).toEqual(["edge-7", "edge-7", "plant.example.com"]);
  });

  it.each([
    ["http://user:p@ss@proxy:3128", "http://***@proxy:3128"],
    ["http://user:pa/ss?#x@proxy:3128", "http://***@proxy:3128"],
    ["http://user:12/34@proxy:3128", "http://***@proxy:3128"],
    ["user:pass@proxy.example.com:3128", "***@proxy.example.com:3128"],
    ["http_proxy=user:pa=ss@proxy:3128", "http_proxy=***@proxy:3128"],
    ["--proxy=http://user:pass@proxy", "--proxy=http://***@proxy"],
    ["user:pa=ss@proxy", "***@proxy"],
    ["(user:pass@proxy)", "(***@proxy)"],
    ["Authorization: Basic dTpw", "Authorization: Basic ***"],
    ["Proxy-Authorization: Bearer x", "Proxy-Authorization: Bearer ***"],
    ["Bearer x.y", "Bearer ***"],
    ["Basic dTpw", "Basic ***"],
    ['{"apikey":"k1"}', '{"apikey":"***"}'],
    ["api_key=k1&x=2", "api_key=***&x=2"],
    ["pwd=hunter2", "pwd=***"],
    ["Set-Cookie: sid=abc; Path=/", "Set-Cookie: ***"],
    ["Cookie: a=b; c=d\nHost: x", "Cookie: ***\nHost: x"],
    ["secretAccessKey: 'x'", "secretAccessKey: '***'"],
  ])("takes the credential out of %j", (text, clean) => {
    expect(withoutSecrets(text)).toBe(clean);
  });

  it.each([
    "a.".repeat(500_000),
    "@".repeat(1_000_000),
    `${"user:pass".repeat(100_000)}@`,
    "token ".repeat(200_000),
    `token${" ".repeat(1_000_000)}`,
    "Bearer ".repeat(150_000),
    `Basic ${"A".repeat(1_000_000)}`,
    "://".repeat(300_000),
    `(${"=(".repeat(500_000)}`,
    "cookie".repeat(200_000),
  ])("comes to an end with a text that begins like a credential over and over (%#)", (text) => {
    expect(withoutSecrets(text).length).toBeGreaterThan(0);
  });

  it.each([
    "https://proxy.example.com/a@b",
    "ops@example.com",
    "the Basic Information tab",
    'Bearer realm="https://dockerauth.cn-hangzhou.aliyuncs.com/auth",service="x"',
    "no password is asked for",
    "tokens are masked",
  ])("leaves %j as it is", (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });

  it("takes credentials out of everything, asked or not", () => {
    expect(
      withoutSecrets({
        proxy: "http://user:pa55word@proxy.example.com:3128/x",
        said: ["--openapi-token=abc.def", 'token: "s3cr3t"', "Authorization: Bearer abcdefghijklmnopqrstuvwxyz"],
        kept: ["Bearer realm=x", "the Basic Information tab", "https://proxy.example.com/a@b"],
      }),
    ).toEqual({
      proxy: "http://***@proxy.example.com:3128/x",
      said: ["--openapi-token=***", 'token: "***"', "Authorization: Bearer ***"],
      kept: ["Bearer realm=x", "the Basic Information tab", "https://proxy.example.com/a@b"],
    });
  });
});
