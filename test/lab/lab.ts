import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Certificates } from "./certificates.ts";
import { configureServices, type Daemon } from "./services.ts";
import type { Host, Link, LinkEnd, Topology } from "./topology.ts";

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** Files that the program sees in place of the machine's, by path. */
  files?: Record<string, string>;
  /** Programs and files that the program does not see. */
  hidden?: string[];
  /** A shell command that goes before the program, in the same shell and mount namespace. */
  before?: string;
  env?: Record<string, string>;
  /** A command that is given the program's as its arguments. */
  wrap?: string[];
  /** Whether the program has this process's terminal. */
  terminal?: boolean;
}

/**
 * A network of namespaces inside one private user, mount and process namespace. Everything in it ends with the process
 * that holds it, and that ends when its standard input closes: nothing outlives the test, however the test ends. Two
 * labs do not see each other.
 */
export class Lab {
  readonly folder: string;
  readonly #holder: ChildProcess;
  readonly #pid: number;

  private constructor(folder: string, holder: ChildProcess, pid: number) {
    this.folder = folder;
    this.#holder = holder;
    this.#pid = pid;
  }

  static async start(topology: Topology): Promise<Lab> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "edge-preflight-lab-"));
    const { holder, pid } = await startHolder();
    const lab = new Lab(folder, holder, pid);
    try {
      const hosts = Object.entries(topology.hosts);
      const [daemons] = await Promise.all([
        Promise.all(hosts.map(([name, host]) => configureServices(name, host, folder, certificates))),
        lab.#build(topology),
        certificates.root("lab").then((root) => writeFile(path.join(folder, "roots.pem"), root)),
      ]);
      await lab.#serve(daemons.flat());
    } catch (error) {
      await lab.stop();
      throw error;
    }
    return lab;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async stop(): Promise<void> {
    this.#holder.stdin?.end();
    if (this.#holder.exitCode === null) await once(this.#holder, "exit");
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs a program on a host of the lab; it trusts the lab's CA as the system's. */
  async run(host: string, command: string[], options: RunOptions = {}): Promise<Outcome> {
    const files = {
      "/etc/hosts": "127.0.0.1 localhost\n",
      "/etc/os-release": SUPPORTED_SYSTEM,
      "/proc/sys/kernel/osrelease": SUPPORTED_KERNEL,
      ...options.files,
    };
    const mounts = [["/etc/ssl/certs/ca-certificates.crt", path.join(this.folder, "roots.pem")]];
    const scratch = await mkdtemp(path.join(this.folder, "run-"));
    for (const [index, [target, content]] of Object.entries(files).entries()) {
      const source = path.join(scratch, `${index}`);
      await writeFile(source, content);
      mounts.push([target, source]);
    }
    for (const target of options.hidden ?? []) mounts.push([target, "/dev/null"]);
    const binds = mounts.map(([target, source]) => `mount --bind ${source} ${target}`);
    const script = ["set -e", "mount -t sysfs lab /sys", ...binds, options.before ?? ":", 'exec "$@"'].join("\n");
    return await this.#inside(
      [
        "nsenter",
        `--net=/run/netns/${host}`,
        "unshare",
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        ...(options.wrap ?? []),
        ...command,
      ],
      options,
    );
  }

  /** What the daemons of a host have printed. */
  async log(host: string): Promise<string> {
    return await readFile(path.join(this.folder, `${host}.log`), "utf8");
  }

  /** Changes a running lab: a shell command in a host's network. */
  async change(host: string, command: string): Promise<void> {
    const { code, stderr } = await this.#inside(["nsenter", `--net=/run/netns/${host}`, "sh", "-ec", command]);
    if (code !== 0) throw new Error(`${host}: ${command}: ${stderr}`);
  }

  /** Resolves once a shell command in a host's network succeeds. */
  async until(host: string, command: string): Promise<void> {
    for (let tries = 0; tries < UNTIL_TRIES; tries++) {
      const { code } = await this.#inside(["nsenter", `--net=/run/netns/${host}`, "sh", "-c", command]);
      if (code === 0) return;
      await sleep(UNTIL_INTERVAL_MS);
    }
    throw new Error(`${host}: never true: ${command}`);
  }

  async #build(topology: Topology): Promise<void> {
    const relayed = topology.links.filter(isRelayed);
    await this.#script(cableScript(topology));
    if (relayed.length > 0) await this.#relay(relayed);
    await this.#script(hostScript(topology));
  }

  async #script(script: string): Promise<void> {
    const { code, stderr } = await this.#inside(["sh", "-ec", script]);
    if (code !== 0) throw new Error(`the lab could not be built: ${stderr}`);
  }

  /** Lines with a delay or losses, each a process that ends with the lab. */
  async #relay(links: Link[]): Promise<void> {
    const program = path.join(this.folder, "relay");
    const source = path.join(import.meta.dirname, "relay.c");
    await promisify(execFile)("gcc", ["-O2", "-Wall", "-o", program, source]);
    await Promise.all(
      links.map(async ({ ends: [a, b], delayMs = 0, loss = { there: 0, back: 0, seed: 0 } }) => {
        const figures = [delayMs * 1_000, loss.there * 1e6, loss.back * 1e6, loss.seed].map(
          (each) => `${Math.round(each)}`,
        );
        const relay = this.#spawn([program, ...figures, a.host, port(b.host), b.host, port(a.host)], {
          stdio: ["ignore", "pipe", "pipe"],
        });
        const said = await Promise.race([firstLine(relay), once(relay, "exit").then(() => undefined)]);
        if (said === undefined) throw new Error(`no relayed line: ${String(relay.stderr?.read() ?? "")}`);
      }),
    );
  }

  async #serve(daemons: Daemon[]): Promise<void> {
    await Promise.all(
      daemons.map(async ({ host, command, ready }) => {
        const log = path.join(this.folder, `${host}.log`);
        const child = this.#spawn(
          ["nsenter", `--net=/run/netns/${host}`, "sh", "-c", `exec "$@" >>${log} 2>&1`, "sh", ...command],
          { stdio: "ignore" },
        );
        for (let tries = 0; tries < READY_TRIES; tries++) {
          if (child.exitCode !== null) break;
          if (await this.#listens(host, ready)) return;
          await sleep(READY_INTERVAL_MS);
        }
        throw new Error(
          `${command[0]} on ${host} does not answer: ${await readFile(log, "utf8").catch(() => "no log")}`,
        );
      }),
    );
  }

  async #listens(host: string, { protocol, ip, port }: Daemon["ready"]): Promise<boolean> {
    const filter = `sport = :${port}`;
    const { stdout } = await this.#inside([
      "nsenter",
      `--net=/run/netns/${host}`,
      "ss",
      "-Hln",
      protocol === "tcp" ? "-t" : "-u",
      filter,
    ]);
    return stdout.includes(`${ip}:${port}`) || stdout.includes(`0.0.0.0:${port}`) || stdout.includes(`*:${port}`);
  }

  async #inside(command: string[], options: Pick<RunOptions, "env" | "terminal"> = {}): Promise<Outcome> {
    const terminal = options.terminal === true;
    const child = this.#spawn(command, {
      stdio: terminal ? "inherit" : ["ignore", "pipe", "pipe"],
      // What this machine trusts besides is told in every report.
      env: { ...process.env, NODE_EXTRA_CA_CERTS: "", ...options.env },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (output.stdout += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (output.stderr += chunk));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, ...output };
  }

  #spawn(command: string[], options: Parameters<typeof spawn>[2]): ChildProcess {
    return spawn("nsenter", [...enter(this.#pid), "--", ...command], options);
  }
}

const certificates = new Certificates();

/** What the hosts of the lab say they are: a system that a node may have. */
const SUPPORTED_KERNEL = "6.8.0-45-generic\n";
const SUPPORTED_SYSTEM =
  'ID=ubuntu\nID_LIKE=debian\nNAME="Ubuntu"\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04 LTS"\n';

const UNTIL_TRIES = 500;
const UNTIL_INTERVAL_MS = 100;
const READY_TRIES = 200;
const READY_INTERVAL_MS = 25;

/** Unprivileged where the kernel allows it; root needs no user namespace of its own where that is forbidden. */
async function startHolder(): Promise<{ holder: ChildProcess; pid: number }> {
  const privateNamespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const failures: string[] = [];
  for (const user of [["--user", "--map-root-user"], []]) {
    const holder = spawn("unshare", [...user, ...privateNamespaces, "sh", "-c", HOLDER], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const said = await Promise.race([firstLine(holder), once(holder, "exit").then(() => undefined)]);
    if (said !== undefined) return { holder, pid: await onlyChild(holder.pid ?? 0) };
    failures.push(String(holder.stderr.read() ?? ""));
  }
  throw new Error(`no namespaces for a lab: ${failures.join(" / ")}`);
}

/** Its own /run, where `ip netns` keeps its names; then it lives as long as its standard input. */
const HOLDER = "mount -t tmpfs lab /run && mkdir /run/netns && echo ready && exec cat >/dev/null";

async function firstLine(child: ChildProcess): Promise<string | undefined> {
  const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return chunk.toString();
}

async function onlyChild(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(" ")[0]);
}

function enter(pid: number): string[] {
  return ["--target", `${pid}`, "--user", "--preserve-credentials", "--mount", "--net", "--pid"];
}

function isRelayed({ delayMs, loss }: Link): boolean {
  return delayMs !== undefined || loss !== undefined;
}

/** The hosts, and the cables between them but those that a relay makes. */
function cableScript({ hosts, links }: Topology): string {
  const lines = ["ip -batch - <<'END'", ...Object.keys(hosts).map((name) => `netns add ${name}`)];
  for (const link of links) {
    if (isRelayed(link)) continue;
    const { ends, mtu, number } = link;
    const [a, b] = ends;
    const size = mtu === undefined ? "" : ` mtu ${mtu}`;
    lines.push(
      `link add ${port(b.host, number)} netns ${a.host}${size} type veth peer name ${port(a.host, number)} netns ${b.host}${size}`,
    );
  }
  return [...lines, "END"].join("\n");
}

/** `ip -batch` and `nft -f` for the whole network, in one shell. */
function hostScript({ hosts, links }: Topology): string {
  const lines: string[] = [];
  for (const [name, host] of Object.entries(hosts)) {
    lines.push(`ip -n ${name} -batch - <<'END'`, "link set lo up");
    if (host.bridge === true) lines.push("link add br0 type bridge", "link set br0 up");
    for (const { ends, number } of links)
      for (const [own, peer] of [ends, ends.toReversed()] as [LinkEnd, LinkEnd][])
        if (own.host === name)
          lines.push(
            `link set ${port(peer.host, number)} up`,
            host.bridge === true
              ? `link set ${port(peer.host, number)} master br0`
              : `address add ${own.address} dev ${port(peer.host, number)}`,
          );
    for (const address of host.addresses ?? []) lines.push(`address add ${address}/32 dev lo`);
    for (const { to, via, type } of host.routes ?? []) lines.push(`route add ${type ?? ""} ${to} ${nextHops(via)}`);
    lines.push("END");
    const inside: string[] = [];
    if (host.router === true) inside.push("echo 1 > /proc/sys/net/ipv4/ip_forward");
    // Equal routes are chosen by the packet's addresses, protocol and ports, as routers do it. Policy 1 would use the hash of the sender's
    // socket, which veth interfaces pass on. That hash changes with each repeated SYN, so that one connection would use several ways.
    if (host.routes?.some(({ via }) => Array.isArray(via)))
      inside.push(
        `echo ${HASHED_FIELDS} > /proc/sys/net/ipv4/fib_multipath_hash_fields`,
        "echo 3 > /proc/sys/net/ipv4/fib_multipath_hash_policy",
      );
    if (host.icmpErrorEveryMs !== undefined)
      inside.push(`echo ${host.icmpErrorEveryMs} > /proc/sys/net/ipv4/icmp_ratelimit`);
    if (host.filter !== undefined)
      inside.push(`nft -f - <<'END'\n${ruleset(host.filter, host.bridge === true ? "bridge" : "inet")}\nEND`);
    if (host.nat !== undefined) inside.push(`nft -f - <<'END'\n${translation(host.nat)}\nEND`);
    if (host.masquerade !== undefined) inside.push(`nft -f - <<'END'\n${masquerading(host.masquerade)}\nEND`);
    if (inside.length > 0) lines.push(`nsenter --net=/run/netns/${name} sh -e <<'SCRIPT'`, ...inside, "SCRIPT");
  }
  return lines.join("\n");
}

/** Source and destination address, protocol, source and destination port: FIB_MULTIPATH_HASH_FIELD_* of linux/ip_fib.h. */
const HASHED_FIELDS = 0x1 | 0x2 | 0x4 | 0x10 | 0x20;

function ruleset(filter: NonNullable<Host["filter"]>, family: "bridge" | "inet"): string {
  const chains = Object.entries(filter).map(([hook, rules]) =>
    [`chain ${hook} {`, `type filter hook ${hook} priority 0; policy accept;`, ...rules, "}"].join("\n"),
  );
  return [`table ${family} lab {`, ...chains, "}"].join("\n");
}

function translation(rules: string[]): string {
  const chain = ["chain prerouting {", "type nat hook prerouting priority -100;", ...rules, "}"];
  return ["table ip lab-nat {", ...chain, "}"].join("\n");
}

function masquerading(neighbours: string[]): string {
  const rules = neighbours.map((neighbour) => `oifname "${port(neighbour)}" masquerade`);
  const chain = ["chain postrouting {", "type nat hook postrouting priority 100;", ...rules, "}"];
  return ["table ip lab-masquerade {", ...chain, "}"].join("\n");
}

function nextHops(via: string | string[] | undefined): string {
  if (via === undefined) return "";
  return Array.isArray(via) ? via.map((each) => `nexthop via ${each}`).join(" ") : `via ${via}`;
}

/** Interfaces are named for the host at the other end; the kernel takes fifteen characters. */
function port(peer: string, number?: number): string {
  return number === undefined ? peer.slice(0, 15) : `${peer.slice(0, 13)}-${number}`;
}
