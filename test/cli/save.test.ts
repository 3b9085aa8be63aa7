import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { parseReport } from "../support/report.ts";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-save-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
});

const PREFLIGHT = `${process.execPath} ${LAUNCHER} --region cn-hangzhou --only 'tools.*' --no-diagnosis --quiet`;

/** Without a network, with mounts of its own, and with a report of an earlier run in `disk`. */
function shell(script: string): { status: number | null; signal: string | null; stdout: string; stderr: string } {
  const isolated = ["--user", "--map-root-user", "--net", "--mount", "bash", "-c"];
  const { status, signal, stdout, stderr } = spawnSync(
    "unshare",
    [...isolated, `cd ${folder}; mkdir disk; ${script}`],
    {
      encoding: "utf8",
    },
  );
  return { status, signal, stdout, stderr };
}

/** What is replaced must be a report. */
const EARLIER = '{"tool":{"name":"edge-preflight"},"earlier":true}';
const SMALL_DISK = `mount -t tmpfs -o size=8k tmpfs disk; echo '${EARLIER}' > disk/report.json`;
const AFTERWARDS = "echo status $?; ls -A disk; cat disk/report.json";

describe("a saved file is whole or the earlier one", () => {
  it("on a full disk", () => {
    const { stdout, stderr } = shell(`${SMALL_DISK}; ${PREFLIGHT} --save disk/report.json > out; ${AFTERWARDS}`);
    expect(stdout).toBe(`status 3\nreport.json\n${EARLIER}\n`);
    expect(stderr).toBe("edge-preflight: --save 'disk/report.json' could not be written (ENOSPC)\n");
    expect(readFileSync(path.join(folder, "out"), "utf8")).toContain("READY");
  });

  it("in a directory that is read-only", () => {
    const { stdout, stderr } = shell(
      `${SMALL_DISK}; mount -o remount,ro disk; ${PREFLIGHT} --save disk/report.json > out; ${AFTERWARDS}`,
    );
    expect(stdout).toBe(`status 3\nreport.json\n${EARLIER}\n`);
    expect(stderr).toBe("edge-preflight: --save 'disk/report.json' could not be written (EROFS)\n");
  });

  it("past the largest file that is allowed", () => {
    const { stdout, stderr } = shell(
      `echo '${EARLIER}' > disk/report.json; (ulimit -f 4; ${PREFLIGHT} --save disk/report.json > /dev/null); ${AFTERWARDS}`,
    );
    expect(stdout).toBe(`status 3\nreport.json\n${EARLIER}\n`);
    expect(stderr).toBe("edge-preflight: --save 'disk/report.json' could not be written (EFBIG)\n");
  });

  // Written and not yet on the disk; on the disk under its other name.
  it.each(["fsync", "/^rename"])("where the process is killed at its %s", (call) => {
    const trace = `strace -f -qq -o /dev/null -e trace=${call} -e inject=${call}:signal=KILL`;
    const { stdout } = shell(
      `echo '${EARLIER}' > disk/report.json; ${trace} ${PREFLIGHT} --save disk/report.json > /dev/null; echo status $?; cat disk/report.json`,
    );
    expect(stdout).toBe(`status 137\n${EARLIER}\n`);
  });

  it("and where nothing is in the way, the new one", () => {
    shell(`echo '${EARLIER}' > disk/report.json; ${PREFLIGHT} --save disk/report.json > /dev/null`);
    expect(readdirSync(path.join(folder, "disk"))).toEqual(["report.json"]);
    expect(parseReport(readFileSync(path.join(folder, "disk/report.json"), "utf8")).verdict).toBe("ready");
  });
});

describe("a saved file is its owner's alone", () => {
  const statOf = (name: string) => {
    const { mode, uid, gid } = statSync(path.join(folder, "disk", name));
    return { mode: (mode & 0o777).toString(8), uid, gid };
  };

  it("where it is new, whatever the umask", () => {
    shell(`umask 0; ${PREFLIGHT} --save disk/report.json --save disk/report.html > /dev/null`);
    expect([statOf("report.json").mode, statOf("report.html").mode]).toEqual(["600", "600"]);
  });

  it("and where it is there, as open as it was", () => {
    shell(
      `echo '${EARLIER}' > disk/report.json; chmod 640 disk/report.json; ${PREFLIGHT} --save disk/report.json > /dev/null`,
    );
    expect(statOf("report.json").mode).toBe("640");
  });

  it.runIf(process.getuid?.() === 0)("and still belongs to whom it did", () => {
    mkdirSync(path.join(folder, "disk"));
    const file = path.join(folder, "disk/report.json");
    writeFileSync(file, EARLIER, { mode: 0o664 });
    chmodSync(file, 0o664);
    chownSync(file, 65_534, 65_533);
    spawnSync("unshare", ["--net", "bash", "-c", `cd ${folder}; ${PREFLIGHT} --save disk/report.json`]);
    expect(parseReport(readFileSync(file, "utf8")).verdict).toBe("ready");
    expect(statOf("report.json")).toEqual({ mode: "664", uid: 65_534, gid: 65_533 });
  });
});

describe("standard output", () => {
  it("that is closed: the report is saved, and the run ends as ever", () => {
    const { stdout, stderr } = shell(`${PREFLIGHT} --save disk/report.json >&-; echo status $? >&2; ls -A disk >&2`);
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "status 0\nreport.json\n" });
  });

  it("whose disk is full: said on standard error, exit code 3", () => {
    const { stdout, stderr } = shell(`${PREFLIGHT} > /dev/full; echo status $?`);
    expect({ stdout, stderr }).toEqual({
      stdout: "status 3\n",
      stderr: "edge-preflight: the report could not be printed (ENOSPC)\n",
    });
  });

  it.each([
    ["a run", PREFLIGHT],
    ["a long explanation", `${process.execPath} ${LAUNCHER} plan --region cn-hangzhou --fine-grained`],
  ])("whose reader leaves at once: %s ends cleanly", (_name, command) => {
    const { stdout, stderr } = shell(`${command} | head -c 1 > /dev/null; echo status \${PIPESTATUS[0]}`);
    expect({ stdout, stderr }).toEqual({ stdout: "status 0\n", stderr: "" });
  });

  it("without a terminal anywhere: neither colours nor progress nor a question", () => {
    const { stdout, stderr } = shell(`setsid ${PREFLIGHT} < /dev/null | cat`);
    expect({ hasEscapes: stdout.includes("\u001b"), stderr }).toEqual({ hasEscapes: false, stderr: "" });
    expect(stdout).toContain("READY");
  });
});

describe("a file that is no report", () => {
  const forms: [string, string][] = [
    ["notes.txt", "buy milk\n"],
    ["settings.json", '{"region":"cn-hangzhou"}\n'],
    ["README.md", "# edge-preflight\n"],
    ["page.html", "<!doctype html><title>ours</title>"],
    ["results.xml", '<testsuites><testsuite name="x" package="other"/></testsuites>'],
    ["events.ndjson", '{"event":"run"}\n'],
  ];

  it.each(forms)("%s is not replaced", (name, content) => {
    const { stdout, stderr } = shell(
      `printf %s '${content}' > disk/${name}; ${PREFLIGHT} --save disk/${name}; echo status $?; cat disk/${name}`,
    );
    expect(stderr).toBe(
      `edge-preflight: --save 'disk/${name}' exists and is not a report; give another name, or --force to overwrite it (see --help)\n`,
    );
    expect(stdout).toBe(`status 2\n${content}`);
  });

  it("is replaced by force, and so is a report of the same form, and an empty file", () => {
    const names = forms.map(([name]) => name);
    const all = names.map((name) => `--save disk/${name}`).join(" ");
    const { stdout, stderr } = shell(
      `echo mine > disk/notes.txt; ${PREFLIGHT} ${all} --force >/dev/null; : > disk/page.html
       ${PREFLIGHT} ${all} > /dev/null; echo status $?; grep -L edge-preflight disk/*`,
    );
    expect({ stdout, stderr }).toEqual({ stdout: "status 0\n", stderr: "" });
  });

  it("is told of where a settings file names it", () => {
    const { stdout } = shell(
      `printf 'region: cn-hangzhou\nsave: disk/report.json\nonly: tools.*\n' > s.yaml
       ${process.execPath} ${LAUNCHER} --config s.yaml --no-diagnosis --format json`,
    );
    expect(parseReport(stdout).run.assumptions).toEqual(
      expect.arrayContaining([
        "--save disk/report.json (--config 's.yaml', line 2, save)",
        "--only tools.* (--config 's.yaml', line 3, only)",
      ]),
    );
  });
});
