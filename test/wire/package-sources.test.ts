import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  aptSources,
  isIndex,
  mirrorsIn,
  PackageSearch,
  primaryOf,
  yumSources,
} from "../../src/wire/package-sources.ts";

const target = (base: string, list = "main/binary-amd64/Packages", kind = "Packages") =>
  `${base}\t${list}\tbookworm\t${kind}`;
const BASE = "http://deb.example/debian/dists/bookworm/";

describe("apt's sources", () => {
  it("are one for each suite, with all its lists of packages and nothing else", () => {
    const printed = [
      target(BASE),
      target(BASE, "contrib/binary-amd64/Packages"),
      target(BASE, "main/i18n/Translation-en", "Translations"),
      target("http://security.example/dists/bookworm-security/"),
    ].join("\n");
    expect(aptSources(printed, "", {})).toEqual([
      {
        name: "bookworm",
        format: "deb",
        base: BASE,
        lists: ["main/binary-amd64/Packages", "contrib/binary-amd64/Packages"],
      },
      {
        name: "bookworm",
        format: "deb",
        base: "http://security.example/dists/bookworm-security/",
        lists: ["main/binary-amd64/Packages"],
      },
    ]);
  });

  const proxyOf = (settings: string, variables: Record<string, string> = {}, base = BASE) =>
    aptSources(target(base), settings, variables)[0];

  it("go by the proxy that is set for their scheme, or for their host, or in the environment", () => {
    const set = 'Acquire::http::Proxy "http://10.0.0.1:3128";';
    expect(proxyOf(set)?.proxy).toBe("http://10.0.0.1:3128");
    expect(proxyOf(set, {}, BASE.replace("http:", "https:"))?.proxy).toBe("http://10.0.0.1:3128");
    expect(proxyOf(`${set}\nAcquire::http::Proxy::deb.example "DIRECT";`)?.proxy).toBeUndefined();
    expect(proxyOf("", { http_proxy: "http://10.0.0.2:3128" })?.proxy).toBe("http://10.0.0.2:3128");
    expect(proxyOf(set, { no_proxy: "localhost,example" })?.proxy).toBeUndefined();
  });

  it("keep no name and no password", () => {
    const [one] = aptSources(
      target("https://bob:word@deb.example/dists/x/"),
      'Acquire::https::Proxy "http://a:b@p:1";',
      {},
    );
    expect(one).toMatchObject({ base: "https://deb.example/dists/x/", proxy: "http://p:1", credentials: true });
    expect(JSON.stringify(one)).not.toMatch(/word|a:b/);
  });

  it("are not asked where they are files, or a program chooses the proxy", () => {
    expect(proxyOf("", {}, "file:/srv/debian/dists/x/")?.unasked).toBe("local");
    expect(proxyOf("", {}, "tor+http://deb.example/dists/x/")?.unasked).toBe("method");
    expect(proxyOf('Acquire::http::Proxy-Auto-Detect "/usr/bin/proxy";')?.unasked).toBe("proxy-program");
  });
});

const REPOSITORIES = `
[main]
proxy=http://proxy.example:3128
sslverify=1

[base]
name=Base $releasever
baseurl=https://mirror.example/$releasever/Base/$basearch/os
# [commented]
[spread]
baseurl=http://one.example/\${releasever}/
    http://two.example/$releasever/
proxy=_none_
sslverify=0
[linked]
metalink=https://mirrors.example/metalink?repo=x-$releasever&arch=$basearch
mirrorlist=http://unused.example/
[listed]
mirrorlist=http://mirrors.example/?release=$releasever&arch=$basearch&repo=$mine
enabled = yes
[off]
baseurl=http://off.example/
enabled=0
[unknown]
baseurl=http://mirror.example/$nothing/
skip_if_unavailable=true
`;
const VARIABLES = { releasever: "9", basearch: "x86_64", arch: "x86_64", mine: "own" };

describe("yum's and dnf's repositories", () => {
  const sources = yumSources({ files: [REPOSITORIES], variables: VARIABLES, environment: () => undefined });

  it("are the enabled ones, with their variables and what [main] says for all", () => {
    const proxy = "http://proxy.example:3128";
    const common = { format: "rpm", lists: [] };
    expect(sources).toEqual([
      { ...common, name: "base", base: "https://mirror.example/9/Base/x86_64/os/", proxy },
      {
        ...common,
        name: "linked",
        mirrors: { kind: "metalink", url: "https://mirrors.example/metalink?repo=x-9&arch=x86_64" },
        proxy,
      },
      {
        ...common,
        name: "listed",
        mirrors: { kind: "mirrorlist", url: "http://mirrors.example/?release=9&arch=x86_64&repo=own" },
        proxy,
      },
      { ...common, name: "spread", base: "http://one.example/9/", anyCertificate: true },
      { ...common, name: "unknown", base: "http://mirror.example/$nothing/", proxy, optional: true },
    ]);
  });

  describe("as dnf itself reads them", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-repositories-"));
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it.skipIf(!hasDnf())("agree on name, address, mirrors, proxy and certificates", () => {
      const [main = "", rest = ""] = REPOSITORIES.split("\n\n");
      writeFileSync(path.join(folder, "dnf.conf"), main);
      writeFileSync(path.join(folder, "lab.repo"), rest);
      const program = `
import dnf, json, sys
base = dnf.Base()
base.conf.read("${folder}/dnf.conf")
base.conf.reposdir = ["${folder}"]
base.conf.cachedir = "${folder}/cache"
base.conf.substitutions.update(${JSON.stringify(VARIABLES)})
base.read_all_repos()
print(json.dumps([{
  "name": repo.id,
  "url": repo.metalink or repo.mirrorlist or repo.baseurl[0],
  "proxy": repo.proxy or "",
  "verified": bool(repo.sslverify),
  "optional": bool(repo.skip_if_unavailable),
} for repo in sorted(base.repos.iter_enabled(), key=lambda repo: repo.id)]))`;
      const theirs: unknown = JSON.parse(execFileSync(PYTHON, ["-c", program], { encoding: "utf8" }));
      const slashed = (url: string) => (url.endsWith("/") ? url : `${url}/`);
      const ours = sources.map(({ name, base, mirrors, proxy = "", anyCertificate, optional }) => ({
        name,
        url: mirrors?.url ?? base,
        proxy,
        verified: anyCertificate !== true,
        optional: optional === true,
      }));
      expect(
        (theirs as { url: string }[]).map((one) => ({
          ...one,
          url: one.url.includes("?") ? one.url : slashed(one.url),
        })),
      ).toEqual(ours);
    });
  });

  it("hold nothing but what was written, whatever that is", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (lines) => {
        const read = yumSources({ files: [lines.join("\n")], variables: {}, environment: () => undefined });
        for (const { base, mirrors } of read) expect(base ?? mirrors?.url).toBeTypeOf("string");
      }),
    );
  });
});

const PYTHON = "/usr/bin/python3";

function hasDnf(): boolean {
  try {
    execFileSync(PYTHON, ["-c", "import dnf"], { stdio: "ignore" });
    return true;
  } catch (error) {
    if (process.env["CI"] === "true") throw error;
    return false;
  }
}

describe("lists of mirrors", () => {
  it("are addresses, one a line", () => {
    expect(
      mirrorsIn("mirrorlist", "# best first\nhttp://a.example/os\nftp://b.example/\nhttps://c.example/os/\n"),
    ).toEqual(["http://a.example/os/", "https://c.example/os/"]);
  });

  it("are metalinks, the preferred first", () => {
    const url = (host: string, preference: number) =>
      `<url protocol="https" type="https" preference="${preference}" >https://${host}/os/repodata/repomd.xml</url>`;
    expect(mirrorsIn("metalink", `<metalink>${url("a.example", 90)}${url("b.example", 100)}</metalink>`)).toEqual([
      "https://b.example/os/",
      "https://a.example/os/",
    ]);
  });
});

describe("an index", () => {
  it("is told from a portal's page", () => {
    expect(isIndex("deb", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\n")).toBe(true);
    expect(isIndex("deb", "Origin: Debian\nLabel: Debian\n")).toBe(true);
    expect(isIndex("rpm", '<?xml version="1.0"?>\n<repomd xmlns="http://linux.duke.edu/metadata/repo">')).toBe(true);
    const page = "<!DOCTYPE html><html><head><title>Log in</title></head></html>";
    expect([isIndex("deb", page), isIndex("rpm", page)]).toEqual([false, false]);
  });

  it("says where the list of packages is", () => {
    const data = (type: string) => `<data type="${type}">\n<location href="repodata/1-${type}.xml.gz"/>\n</data>`;
    expect(primaryOf(`<repomd>${data("filelists")}${data("primary")}</repomd>`)).toBe("repodata/1-primary.xml.gz");
    expect(primaryOf("<repomd></repomd>")).toBeUndefined();
  });

  it("lists a package by its name, and what another one provides", () => {
    const search = (format: "deb" | "rpm", text: string, wanted: string[]) => {
      const found = new PackageSearch(format, wanted);
      for (const line of text.split("\n")) found.line(line);
      return found.found;
    };
    const debian = "Package: socat-extra\n\nPackage: chrony\nProvides: time-daemon, ntpdate (= 4.4)\nDepends: socat\n";
    expect(search("deb", debian, ["socat", "chrony", "ntpdate"])).toEqual(["chrony", "ntpdate"]);
    const rocky =
      '<package>\n<name>iptables-nft</name>\n<rpm:provides>\n<rpm:entry name="ebtables"/>\n</rpm:provides>\n<rpm:requires>\n<rpm:entry name="socat"/>\n</rpm:requires>\n</package>';
    expect(search("rpm", rocky, ["socat", "ebtables", "iptables-nft"])).toEqual(["ebtables", "iptables-nft"]);
  });
});
