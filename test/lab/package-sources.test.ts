import { describe, expect } from "vitest";
import { firewall } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { PackageArchive } from "../support/package-archive.ts";
import { checkOf, outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_FLAGS } from "./reference-site.ts";
import type { Topology } from "./topology.ts";

const CHECKS = ["tools.sources.configured", "tools.sources.answer", "tools.sources.packages"];
const MIRROR = { name: "mirror.corp.example", ip: "10.1.3.80" };
const SILENT = "10.1.3.99";
const MISSING = ["socat", "conntrack"];
/** What each family calls them. */
const PACKAGES = { apt: ["socat", "conntrack"], yum: ["socat", "conntrack-tools"] };

/** The reference site with a mirror of distributions in a subnet of its own. */
function siteWithMirror(folder: string): Topology {
  const network = referenceSite();
  network.links.push({
    ends: [
      { host: "mirror", address: `${MIRROR.ip}/24` },
      { host: "core-switch", address: "10.1.3.1/24" },
    ],
  });
  network.hosts["mirror"] = {
    routes: [{ to: "default", via: "10.1.3.1" }],
    services: [
      {
        kind: "http",
        listen: [MIRROR.ip],
        sites: [
          {
            name: MIRROR.name,
            ports: [80],
            tlsPorts: [443],
            certificate: { issuer: "lab", names: [MIRROR.name] },
            locations: `
              root ${folder};
              location /moved/ { rewrite ^/moved/(.*)$ https://${MIRROR.name}/$1 redirect; }
              location /portal/ { return 200 '<html><title>Log in</title></html>'; }
              location /private/ { return 401; }
              location = /mirrors { return 200 'http://${MIRROR.name}/gone/\\nhttp://${MIRROR.name}/rocky/9/BaseOS/x86_64/os/\\n'; }`,
          },
        ],
      },
    ],
  };
  for (const service of network.hosts["internet"]?.services ?? [])
    if (service.kind === "dns")
      Object.assign(service.records ?? {}, { [MIRROR.name]: [MIRROR.ip], "silent.corp.example": [SILENT] });
  return network;
}

interface System {
  family: "apt" | "yum";
  release: string;
  /** Of a folder under /etc, by name. */
  files: Record<string, string>;
}

const DEBIAN_RELEASE = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12"\n';
const UBUNTU_RELEASE = 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04 LTS"\n';
const ROCKY_RELEASE = 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\nPRETTY_NAME="Rocky Linux 9.4"\n';

/** Debian 12: one line for each. */
const debian = (base: string, suite = "bookworm", settings = ""): System => ({
  family: "apt",
  release: DEBIAN_RELEASE,
  files: {
    "apt/sources.list.d/lab.list": `deb [arch=amd64 trusted=yes] ${base} ${suite} main\n# deb http://nowhere.example/ x main\n`,
    "apt/apt.conf.d/99lab": settings,
  },
});

/** Ubuntu 24.04: deb822. */
const ubuntu = (base: string): System => ({
  family: "apt",
  release: UBUNTU_RELEASE,
  files: {
    "apt/sources.list.d/ubuntu.sources": `Types: deb\nURIs: ${base}\nSuites: noble\nComponents: main universe\nArchitectures: amd64\nTrusted: yes\n\nEnabled: no\nTypes: deb\nURIs: http://nowhere.example/\nSuites: x\nComponents: main\n`,
    "apt/apt.conf.d/99lab": "",
  },
});

/** Rocky 9: variables, a folder of settings, a repository that is off. */
const rocky = (base: string, options = ""): System => ({
  family: "yum",
  release: ROCKY_RELEASE,
  files: {
    "yum.repos.d/rocky.repo": `[baseos]\nname=Rocky Linux $releasever - BaseOS\nbaseurl=${base}/$contentdir/$releasever/BaseOS/$basearch/os/\nenabled=1\n${options}\n[appstream]\nname=AppStream\nbaseurl=${base}/\${contentdir}/$releasever/AppStream/$basearch/os\n[devel]\nname=off\nbaseurl=http://nowhere.example/\nenabled=0\n`,
    "dnf/vars/contentdir": "rocky\n",
  },
});

/** Everything that this machine's own package managers have of settings is put away, and the system's is in its place. */
function inPlaceOf({ family, release, files }: System) {
  const write = ([name, text]: [string, string]) =>
    `mkdir -p /etc/${name.slice(0, name.lastIndexOf("/"))}; cat > /etc/${name} <<'TEXT'\n${text}\nTEXT`;
  const script = [
    "mount -t tmpfs lab /mnt",
    "mkdir -p /mnt/upper/ssl/certs /mnt/work",
    "cp -L /etc/resolv.conf /etc/hosts /mnt/upper/",
    "cp -L /etc/ssl/certs/ca-certificates.crt /mnt/upper/ssl/certs/",
    "mount -t overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work,userxattr lab /etc",
    "rm -rf /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/apt.conf /etc/yum.repos.d /etc/dnf /etc/yum",
    ...Object.entries(files).map(write),
  ].join("\n");
  return {
    before: script,
    hidden: ["/usr/bin/socat", "/usr/sbin/conntrack"],
    files: {
      "/etc/os-release": release,
      "/var/lib/dpkg/status": family === "apt" ? "Package: base-files\nStatus: install ok installed\n" : "",
    },
  };
}

async function examine(system: System, packages: readonly string[], change?: (network: Topology) => void) {
  await using archive = await PackageArchive.make(packages);
  const network = siteWithMirror(archive.folder);
  change?.(network);
  await using lab = await Lab.start(network);
  const { stdout, stderr } = await preflight(
    lab,
    [...SITE_FLAGS, "--format", "json", "--only", "tools.*", "--timeout", "1000"],
    inPlaceOf(system),
  );
  expect(stderr).toBe("");
  const report = parseReport(stdout);
  expect(
    outcomes(
      report,
      MISSING.map((name) => `tools.${name === "conntrack" ? "conntrack-tools" : name}.installed`),
    ),
  ).toEqual({ "tools.socat.installed": "fail tool-missing", "tools.conntrack-tools.installed": "fail tool-missing" });
  return { report, seen: outcomes(report, CHECKS) };
}

const WELL = { [CHECKS[0] ?? ""]: "pass ok", [CHECKS[1] ?? ""]: "pass ok", [CHECKS[2] ?? ""]: "pass ok" };
const withAnswer = (answer: string) => ({
  ...WELL,
  "tools.sources.answer": answer,
  "tools.sources.packages": "blocked prerequisite-failed",
});

const HTTP = `http://${MIRROR.name}`;
const HTTPS = `https://${MIRROR.name}`;

const FORMS: [name: string, of: (base: string) => System, folder: string][] = [
  ["Debian 12", (base) => debian(base), "/debian"],
  ["Ubuntu 24.04", ubuntu, "/ubuntu"],
  ["Rocky 9", (base) => rocky(base), ""],
];

describe.concurrent("package sources", () => {
  for (const [name, of, folder] of FORMS) {
    const packages = PACKAGES[of("").family];
    labTest(`${name}: what is missing can be had`, async () => {
      expect((await examine(of(`${HTTP}${folder}`), packages)).seen).toEqual(WELL);
      expect((await examine(of(`${HTTPS}${folder}`), packages)).seen).toEqual(WELL);
    });

    labTest(`${name}: a package that no index lists is named`, async () => {
      const { report, seen } = await examine(of(`${HTTP}${folder}`), packages.slice(0, 1));
      expect(seen).toEqual({ ...WELL, "tools.sources.packages": "fail packages-not-listed" });
      expect(checkOf(report, "tools.sources.packages").message).toBe(`No package source lists ${packages[1]}.`);
    });

    labTest(`${name}: a host that is dead`, async () => {
      const { report, seen } = await examine(of(`http://silent.corp.example${folder}`), packages);
      expect(seen).toEqual(withAnswer("fail sources-unreachable"));
      expect(checkOf(report, "tools.sources.answer").message).toContain("silent.corp.example");
    });

    labTest(`${name}: an index that is not there`, async () => {
      const { report, seen } = await examine(of(`${HTTP}/gone${folder}`), packages);
      expect(seen).toEqual(withAnswer("fail sources-broken"));
      expect(checkOf(report, "tools.sources.answer").message).toContain("there is no index (status 404)");
      expect(checkOf(report, "tools.sources.answer").device).toBe("node");
    });
  }

  labTest("a name that does not resolve, a portal, a redirect and a password", async () => {
    const said = async (base: string) => {
      const { report, seen } = await examine(debian(base), PACKAGES.apt);
      return [seen["tools.sources.answer"], checkOf(report, "tools.sources.answer").message];
    };
    const [unresolved, portal, moved, closed] = await Promise.all([
      said("http://nobody.corp.example/debian"),
      said(`${HTTP}/portal/debian`),
      said(`${HTTP}/moved/debian`),
      said(`${HTTP}/private/debian`),
    ]);
    expect(unresolved).toEqual(["fail sources-unresolved", expect.stringContaining("the name does not resolve")]);
    expect(portal).toEqual(["fail sources-broken", expect.stringContaining("what answers is no index")]);
    expect(moved).toEqual(["pass ok", "1 answers"]);
    expect(closed).toEqual(["unverified sources-not-asked", expect.stringContaining("need a password")]);
  });

  labTest("are blocked by a firewall that is named, not for certain", async () => {
    const { report, seen } = await examine(debian(`${HTTP}/debian`), PACKAGES.apt, (network) => {
      firewall(network);
      Object.assign(network.hosts["core-switch"] ?? {}, { filter: { forward: [`ip daddr ${MIRROR.ip} drop`] } });
    });
    expect(seen).toEqual(withAnswer("fail sources-unreachable"));
    const finding = report.diagnosis.findings.find(({ explains }) => explains.includes("tools.sources.answer"));
    expect(finding?.suspects[0]).toMatchObject({ device: "firewall" });
    expect(finding?.suspects[0]?.probability).toBeLessThan(0.9);
  });

  labTest("are asked by the proxy that apt would take", async () => {
    const proxied = (settings: string) =>
      examine(debian("http://nowhere.corp.example/debian", "bookworm", settings), PACKAGES.apt, ({ hosts }) => {
        hosts["mirror"]?.services?.push({
          kind: "odd",
          does: "http-proxy",
          ip: MIRROR.ip,
          port: 3128,
          protocol: "tcp",
          takes: ["3128", MIRROR.ip],
        });
      });
    const by = (url: string) => `Acquire::http::Proxy "${url}";`;
    expect((await proxied(by(`http://${MIRROR.ip}:3128`))).seen).toEqual(WELL);
    const none = 'Acquire::http::Proxy::nowhere.corp.example "DIRECT";';
    expect((await proxied(`${by(`http://${MIRROR.ip}:3128`)} ${none}`)).seen).toEqual(
      withAnswer("fail sources-unresolved"),
    );
  });

  labTest("of yum: a list of mirrors, and a repository that may fail", async () => {
    const listed = rocky(HTTP);
    listed.files["yum.repos.d/rocky.repo"] = `[baseos]\nmirrorlist=${HTTP}/mirrors\n`;
    expect((await examine(listed, ["socat"])).seen).toMatchObject({ "tools.sources.answer": "pass ok" });
    const optional = rocky(HTTP);
    optional.files["yum.repos.d/extra.repo"] = `[extra]\nbaseurl=${HTTP}/gone/\nskip_if_unavailable=1\n`;
    expect((await examine(optional, PACKAGES.yum)).seen).toEqual({
      ...WELL,
      "tools.sources.answer": "warn sources-broken",
    });
    optional.files["yum.repos.d/extra.repo"] = `[extra]\nbaseurl=${HTTP}/gone/\n`;
    expect((await examine(optional, PACKAGES.yum)).seen).toEqual(withAnswer("fail sources-broken"));
  });

  labTest("are left alone where nothing is missing, and asked on request", async () => {
    await using lab = await Lab.start(referenceSite());
    const ask = async (...flags: string[]) => {
      const { stdout } = await preflight(lab, [...SITE_FLAGS, "--format", "json", "--only", "tools.*", ...flags]);
      const report = parseReport(stdout);
      const asked = report.observations.filter(
        ({ request }) =>
          request.probe === "package-index" || (request.probe === "host" && request.fact === "package-sources"),
      );
      return { seen: outcomes(report, CHECKS), asked: asked.length };
    };
    expect(await ask()).toEqual({ seen: WELL, asked: 0 });
    const { asked } = await ask("--thorough", "--timeout", "500");
    expect(asked).toBeGreaterThan(0);
  });
});
