import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-completion-"));
symlinkSync(LAUNCHER, path.join(folder, "edge-preflight"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (command: string, args: string[], input = "") =>
  spawnSync(command, args, {
    encoding: "utf8",
    input,
    env: { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` },
  });
const printed = (...args: string[]) => run(process.execPath, [LAUNCHER, ...args]).stdout;

function scriptFor(shell: string): string {
  const file = path.join(folder, `completion.${shell}`);
  writeFileSync(file, printed("completion", shell));
  return file;
}

/** What bash offers for a line, the last word unfinished. */
function offered(shell: "bash" | "zsh", line: string): string[] {
  const words = line.split(" ");
  const script = `source ${scriptFor("bash")}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_edge_preflight; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run(shell, ["-c", script])
    .stdout.split("\n")
    .filter((word) => word !== "");
}

describe("completion", () => {
  it.each([
    ["edge-preflight pl", ["plan"]],
    ["edge-preflight --reg", ["--region"]],
    ["edge-preflight --region cn-hang", ["cn-hangzhou"]],
    ["edge-preflight check --redi", []],
    ["edge-preflight report x.json --redi", ["--rediagnose"]],
    ["edge-preflight --format j", ["json", "junit"]],
    ["edge-preflight plan --format c", ["csv"]],
    ["edge-preflight explain vbr.li", ["vbr.line"]],
  ])("bash: %s", (line, expected) => {
    expect(offered("bash", line)).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(offered("bash", line)).toEqual([]);
  });

  it("fish: commands, options and their values", () => {
    const complete = (line: string) =>
      run("fish", ["-c", `source ${scriptFor("fish")}; complete -C '${line}'`])
        .stdout.split("\n")
        .map((each) => each.split("\t")[0])
        .filter((each) => each !== "");
    expect(complete("edge-preflight pl")).toContain("plan");
    expect(complete("edge-preflight --reg")).toContain("--region");
    expect(complete("edge-preflight --region cn-hang")).toEqual(["cn-hangzhou", "cn-hangzhou-finance-1"]);
    expect(complete("edge-preflight explain vbr.line-q")).toEqual(["vbr.line-quality"]);
  });

  it("zsh: sources without a word of complaint", () => {
    const { status, stderr } = run("zsh", [
      "-f",
      "-c",
      `source ${scriptFor("zsh")}; (( $+functions[_edge_preflight] ))`,
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("of another shell is bad input", () => {
    const { status, stderr } = run(process.execPath, [LAUNCHER, "completion", "tcsh"]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "edge-preflight: no completion for that shell; accepted: bash, zsh, fish (see --help)\n",
    });
  });
});

describe("the manual page", () => {
  it.each(["en", "zh-CN"])("in %s is well-formed, and says every option of check", (lang) => {
    const text = printed("manual", "--lang", lang);
    const { status, stdout } = run("mandoc", ["-T", "lint", "-W", "warning"], text);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    const plain = run("mandoc", ["-T", "utf8"], text).stdout.replace(/.\u0008/g, "");
    const options = [...printed("check", "--help").matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option ?? "");
    for (const option of options) if (option !== "--help") expect(plain).toContain(option);
  });
});
