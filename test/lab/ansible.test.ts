import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import type { Fleet } from "../../src/model/fleet.ts";
import { addRule, drawSite, type DrawnSite } from "../sites/site.ts";
import { labTest } from "../support/lab-test.ts";
import { parseDocument } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { LAUNCHER } from "./services.ts";

const COLLECTION = path.resolve(import.meta.dirname, "../../scripts/ansible");
/** A drawn site whose servers are at the core switch. */
const SEED = 4;

interface Server {
  name: string;
  /** The last octet, in the subnet of that name. */
  host: number;
  subnet: "a" | "b" | "c";
}

const SERVERS: Server[] = [
  { name: "edge-a1", subnet: "a", host: 21 },
  { name: "edge-a2", subnet: "a", host: 22 },
  { name: "edge-b1", subnet: "b", host: 31 },
  { name: "edge-b2", subnet: "b", host: 32 },
  { name: "edge-c1", subnet: "c", host: 41 },
  { name: "edge-c2", subnet: "c", host: 42 },
];
const UNREACHABLE = "edge-d1";

/**
 * Six servers in three subnets: two at the core switch, the third at a switch of its own. That switch has no way to the object
 * storage, the firewall blocks the API server for the first subnet, and edge-b1 drops what it sends to the registry.
 */
function drawnFleet(): { site: DrawnSite; subnets: Record<Server["subnet"], string> } {
  const site = drawSite(SEED, "all hops answer");
  const { network, plan, roles } = site;
  const { core } = roles;
  expect(roles.access).toEqual([]);
  const prefix = plan.nodeSubnet.split(".").slice(0, 2).join(".");
  const subnets = { a: `${prefix}.120`, b: `${prefix}.121`, c: `${prefix}.122` };
  network.hosts["other"] = { router: true, routes: [{ to: "default", via: `${prefix}.99.1` }] };
  network.links.push({
    ends: [
      { host: core, address: `${prefix}.99.1/30` },
      { host: "other", address: `${prefix}.99.2/30` },
    ],
  });
  network.hosts[core]?.routes?.push({ to: `${subnets.c}.0/24`, via: `${prefix}.99.2` });
  for (const { name, subnet, host } of SERVERS) {
    network.hosts[name] = { routes: [{ to: "default", via: `${subnets[subnet]}.1` }] };
    // Two cables of one subnet: the switch finds each server by a route of its own.
    network.links.push({
      ends: [
        { host: name, address: `${subnets[subnet]}.${host}/24` },
        { host: subnet === "c" ? "other" : core, address: `${subnets[subnet]}.1/32` },
      ],
    });
  }
  network.hosts["other"].routes?.push(...plan.ossRanges.map((to) => ({ to, type: "blackhole" as const })));
  addRule(network.hosts, roles.firewalls[0] ?? "", "forward", `ip saddr ${subnets.a}.0/24 tcp dport 6443 drop`);
  network.hosts["controller"] = {};
  return { site, subnets };
}

/** What a running lab takes beyond its topology. */
async function finish(lab: Lab, { site: { roles, plan }, subnets }: ReturnType<typeof drawnFleet>): Promise<void> {
  for (const { name, subnet, host } of SERVERS)
    await lab.change(subnet === "c" ? "other" : roles.core, `ip route add ${subnets[subnet]}.${host}/32 dev ${name}`);
  await lab.change(
    "edge-b1",
    `nft 'table inet own { chain out { type filter hook output priority 0; ip daddr { ${plan.services.registry.join(", ")} } drop; }; }'`,
  );
}

/** A Python that runs in a server's own namespaces is all that Ansible needs of it. */
async function inventory(lab: Lab, site: DrawnSite): Promise<string> {
  const lines: string[] = [];
  for (const { name } of SERVERS) {
    const folder = path.join(lab.folder, "servers", name);
    await mkdir(folder, { recursive: true });
    const files = {
      "/etc/resolv.conf": site.resolvConf,
      "/etc/hosts": `127.0.0.1 localhost\n127.0.1.1 ${name}\n`,
      "/etc/os-release": 'ID=ubuntu\nNAME="Ubuntu"\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04 LTS"\n',
      "/proc/sys/kernel/osrelease": "6.8.0-45-generic\n",
    };
    const binds = [`mount --bind ${lab.folder}/roots.pem /etc/ssl/certs/ca-certificates.crt`];
    for (const [index, [target, content]] of Object.entries(files).entries()) {
      const source = path.join(folder, `file-${index}`);
      await writeFile(source, content);
      binds.push(`mount --bind ${source} ${target}`);
    }
    const script = ["set -e", "mount -t sysfs lab /sys", ...binds, `hostname ${name}`, 'exec python3 "$@"'].join("; ");
    const python = path.join(folder, "python");
    await writeFile(
      python,
      `#!/bin/sh\nexec nsenter --net=/run/netns/${name} unshare --mount --uts sh -c '${script}' sh "$@"\n`,
      { mode: 0o755 },
    );
    lines.push(
      `${name} ansible_connection=local ansible_python_interpreter=${python} preflight_folder=${path.join(folder, "opt")}`,
    );
  }
  // Nobody has this address, and the controller has no way to it.
  lines.push(`${UNREACHABLE} ansible_connection=ssh ansible_host=192.0.2.7`);
  const file = path.join(lab.folder, "inventory");
  await writeFile(file, `[edge]\n${lines.join("\n")}\n`);
  return file;
}

async function play(lab: Lab, site: DrawnSite, playbook: string, ...args: string[]) {
  const collections = path.join(lab.folder, "collections");
  await mkdir(path.join(collections, "ansible_collections/edge_preflight"), { recursive: true });
  const executable = path.join(lab.folder, "edge-preflight");
  await writeFile(executable, `#!/bin/sh\nexec ${process.execPath} ${LAUNCHER} "$@"\n`, { mode: 0o755 });
  const settings = path.join(lab.folder, "settings.json");
  await writeFile(
    settings,
    JSON.stringify({
      preflight_executable: executable,
      preflight_reports: path.join(lab.folder, "reports"),
      preflight_settings: settingsOf(site.flags),
    }),
  );
  return await lab.run(
    "controller",
    [
      "sh",
      "-c",
      `ln -sfn ${COLLECTION} ${collections}/ansible_collections/edge_preflight/fleet && exec ansible-playbook "$@"`,
      "sh",
      `edge_preflight.fleet.${playbook}`,
      "--inventory",
      await inventory(lab, site),
      "--extra-vars",
      `@${settings}`,
      ...args,
    ],
    {
      env: {
        ANSIBLE_COLLECTIONS_PATH: collections,
        ANSIBLE_LOCAL_TEMP: path.join(lab.folder, "ansible"),
        ANSIBLE_REMOTE_TEMP: path.join(lab.folder, "ansible-remote"),
        ANSIBLE_HOME: path.join(lab.folder, "ansible-home"),
        ANSIBLE_NOCOLOR: "1",
        HOME: lab.folder,
        LC_ALL: "C.UTF-8",
      },
    },
  );
}

/** Flags of the tool as what a settings file holds. */
function settingsOf(flags: readonly string[]): Record<string, string | string[]> {
  const settings: Record<string, string | string[]> = {};
  for (let at = 0; at < flags.length; at += 2) {
    const name = (flags[at] ?? "").slice(2);
    const value = flags[at + 1] ?? "";
    settings[name] = ["region", "api-server"].includes(name) ? value : [value];
  }
  return settings;
}

/** The play's last line for a host. */
function recap(stdout: string, host: string): Record<string, number> {
  const [, counts = ""] = new RegExp(`^${host} +: (.*)$`, "m").exec(stdout) ?? [];
  return Object.fromEntries([...counts.matchAll(/(\w+)=(\d+)/g)].map(([, name = "", count]) => [name, Number(count)]));
}

describe("the Ansible collection", () => {
  labTest(
    "checks six servers at once, names what is wrong, joins those that are ready, and has a threshold",
    async () => {
      const drawn = drawnFleet();
      const { site } = drawn;
      await using lab = await Lab.start(site.network);
      await finish(lab, drawn);
      const reports = path.join(lab.folder, "reports");
      const script = path.join(lab.folder, "join-script.sh");
      await writeFile(script, `#!/bin/sh\nhostname >>${lab.folder}/joined\n`);
      const join = (threshold: string) => [
        "--forks",
        "6",
        "--extra-vars",
        JSON.stringify({
          preflight_join_script: script,
          preflight_max_not_ready: threshold,
          preflight_joined_file: path.join(lab.folder, "nothing"),
        }),
      ];
      const dry = await play(lab, site, "join", ...join("90%"), "--check");
      expect(dry.code, dry.stdout).toBe(0);
      expect(await readdir(lab.folder)).not.toContain("joined");
      expect(await readdir(lab.folder)).not.toContain("reports");

      const { code, stdout, stderr } = await play(lab, site, "join", ...join("90%"));
      expect(stderr).not.toContain("ERROR");
      expect(code, stdout).toBe(0);
      expect(await readFile(path.join(lab.folder, "joined"), "utf8")).toBe("edge-b2\n");
      expect(recap(stdout, "edge-a1")).toMatchObject({ failed: 0, ignored: 0 });
      expect(recap(stdout, UNREACHABLE)).toMatchObject({ failed: 0, ignored: 1 });
      // It holds a token.
      for (const { name } of SERVERS)
        expect(await readdir(path.join(lab.folder, "servers", name, "opt"))).not.toContain("join.sh");
      expect((await readdir(reports)).sort()).toEqual([
        ...SERVERS.map(({ name }) => `${name}.json`),
        "fleet.html",
        "fleet.txt",
        "hosts.txt",
      ]);
      expect(await readFile(path.join(reports, "fleet.txt"), "utf8")).toContain("6 of 7 nodes are not ready");

      const statement = await lab.run("controller", [
        process.execPath,
        LAUNCHER,
        "fleet",
        reports,
        "--inventory",
        path.join(reports, "hosts.txt"),
        "--format",
        "json",
      ]);
      const fleet: Fleet = parseDocument(statement.stdout, "fleet");
      expect(fleet.summary).toEqual({ ready: 1, "not-ready": 5, incomplete: 0, missing: 1 });
      expect(fleet.nodes.filter(({ verdict }) => verdict === "missing").map(({ id }) => id)).toEqual([UNREACHABLE]);
      const named = fleet.findings.map(({ nodes, suspects }) => [nodes.join(" "), suspects[0]?.device]);
      expect(named).toContainEqual(["edge-a1 edge-a2", "firewall"]);
      expect(named).toContainEqual(["edge-c1 edge-c2", "core-switch"]);
      expect(named).toContainEqual(["edge-b1", "node"]);

      // One is ready, and one cannot be reached: that one counts.
      const strict = await play(lab, site, "join", ...join("0"), "--limit", `edge-b2,${UNREACHABLE}`);
      expect(strict.code, strict.stdout).toBe(2);
      expect(strict.stdout).toContain("More than 0 hosts are not ready");
      // Nobody joins for a second time.
      expect(await readFile(path.join(lab.folder, "joined"), "utf8")).toBe("edge-b2\n");
    },
  );
});
