import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatcher } from "../../src/wire/glob.ts";
import { nearest } from "../../src/wire/nearest.ts";
import { isListening, parseRoutes, parseSockets } from "../../src/wire/proc-net.ts";
import { parseDpkgStatus, parseHosts, parseOsRelease, parseResolvConf } from "../../src/wire/system-files.ts";
import { printable } from "../../src/wire/text.ts";

describe("files of the system", () => {
  it("reads resolv.conf as the C library does", () => {
    const text =
      "# comment\nnameserver 10.0.0.53\nnameserver 10.0.0.53\nnameserver fe80::1%eth0\ndomain a.example\nsearch b.example c.example\nnameserver bad\nnameserver 10.0.0.4\nnameserver 10.0.0.5\noptions ndots:5\n";
    expect(parseResolvConf(text)).toEqual({
      servers: ["10.0.0.53", "fe80::1%eth0"],
      searchDomains: ["b.example", "c.example"],
      options: {},
      isDefault: false,
      ignored: [
        { line: 7, text: "nameserver bad", why: "address" },
        { line: 8, text: "nameserver 10.0.0.4", why: "too-many" },
        { line: 9, text: "nameserver 10.0.0.5", why: "too-many" },
      ],
    });
  });

  it.each([
    ["a carriage return behind the address", "nameserver 10.0.0.53\r\n"],
    ["blanks before the keyword", "  nameserver 10.0.0.53\n"],
    ["a byte order mark", "\ufeffnameserver 10.0.0.53\n"],
    ["a no-break space", "nameserver\u00a010.0.0.53\n"],
    ["capitals", "NAMESERVER 10.0.0.53\n"],
  ])("takes a line with %s for none, and then asks this machine", (_what, text) => {
    const { servers, ignored } = parseResolvConf(text);
    expect(servers).toEqual(["127.0.0.1"]);
    expect(ignored).toHaveLength(1);
  });

  it("reads addresses as inet_aton does, and the options that matter", () => {
    const text = "nameserver\t10.53 # DNS\nnameserver 0x0a000036\noptions rotate timeout:99 attempts:2 use-vc\n";
    expect(parseResolvConf(text)).toMatchObject({
      servers: ["10.0.0.53", "10.0.0.54"],
      options: { rotate: true, timeoutSeconds: 30, attempts: 2, useTcp: true },
    });
  });

  it("an empty file leaves this machine to be asked", () => {
    expect(parseResolvConf("").servers).toEqual(["127.0.0.1"]);
  });

  it("reads the hosts file without its comments, names in lower case", () => {
    expect(parseHosts("127.0.0.1 localhost\n10.0.0.1\tA.example b # c\nnonsense d\n\n::1 localhost")).toEqual([
      { ip: "127.0.0.1", names: ["localhost"] },
      { ip: "10.0.0.1", names: ["a.example", "b"] },
      { ip: "::1", names: ["localhost"] },
    ]);
  });

  it("reads os-release with every kind of quote", () => {
    expect(parseOsRelease(`ID=debian\nNAME="Alibaba \\"Cloud\\" Linux"\nVERSION_ID='3'\n# no\nbroken`)).toEqual({
      ID: "debian",
      NAME: 'Alibaba "Cloud" Linux',
      VERSION_ID: "3",
    });
  });

  it("counts only installed packages of dpkg", () => {
    const text =
      "Package: a\nStatus: install ok installed\n\nPackage: b\nStatus: deinstall ok config-files\n\nPackage: c\nStatus: hold ok installed\n";
    expect([...parseDpkgStatus(text)]).toEqual(["a", "c"]);
  });

  it("decodes the kernel's socket table", () => {
    const text = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:280A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
   1: 0101010A:C350 E92A6764:01BB 01 00000000:00000000 00:00000000 00000000     0        0 4712 1`;
    const [listening, connected] = parseSockets(text);
    expect(listening).toEqual({ localAddress: "127.0.0.1", localPort: 10250, state: 10, inode: 4711 });
    expect([listening, connected].map((row) => row !== undefined && isListening(row))).toEqual([true, false]);
  });

  it("decodes the kernel's routing table", () => {
    const text = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t0101010A\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t0001010A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0`;
    expect(parseRoutes(text)).toEqual([
      { interface: "eth0", destination: "0.0.0.0", prefix: 0, gateway: "10.1.1.1", metric: 100 },
      { interface: "eth0", destination: "10.1.1.0", prefix: 24, gateway: "0.0.0.0", metric: 0 },
    ]);
  });

  it("never throws, whatever a file holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const parse of [parseResolvConf, parseHosts, parseOsRelease, parseDpkgStatus, parseSockets, parseRoutes])
          expect(() => parse(text)).not.toThrow();
      }),
    );
  });
});

describe("text from strangers", () => {
  it("keeps no control character and no override of direction, and is bounded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const made = printable(text, 100);
        expect(made).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(made.length).toBeLessThanOrEqual(101 * 8);
      }),
    );
    expect(printable("\u001b]0;owned\u0007")).toBe("\\x1b]0;owned\\x07");
  });
});

describe("patterns and near misses", () => {
  it.each([
    ["dns.*", "dns.a.resolves", true],
    ["*.tcp-443", "oss.a.tcp-443", true],
    ["dns.?.resolves", "dns.a.resolves", true],
    ["dns.a", "dns.a.resolves", false],
    ["dns.a.resolves", "dns+a.resolves", false],
  ])("%s against %s: %s", (pattern, id, expected) => {
    expect(globMatcher(pattern)(id)).toBe(expected);
  });

  it("finds the nearest word first", () => {
    expect(nearest("cn-hangzou", ["cn-beijing", "cn-hangzhou", "cn-shanghai"], 1)).toEqual(["cn-hangzhou"]);
  });
});
