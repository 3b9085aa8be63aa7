import path from "node:path";
import { describe, expect } from "vitest";
import { labTest } from "../support/lab-test.ts";
import { example } from "../support/readme.ts";
import { parseReport } from "../support/report.ts";
import type { Report } from "../../src/model/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { referenceSite, SITE_DNS, SITE_FLAGS } from "./reference-site.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** Without the lines for the whole machine's start, which are of no use to one service alone. */
const UNIT = example("[Unit]\nDescription=Look").replaceAll(/^(?:Wants|After)=.*\n/gm, "");

const REPORT = "/var/log/edge-preflight/report.json";

/**
 * Runs the unit under a systemd of its own on the lab's node, the tool in the place of the one file, and prints what it has
 * saved. What it needs of the project is put where the sandbox shows it.
 */
async function underSystemd(lab: Lab, flags: readonly string[], service: readonly string[] = []) {
  const [command = ""] = /^ExecStart=.*$/m.exec(UNIT) ?? [];
  expect(command).toContain(`--save ${REPORT}`);
  const words = ["/run/node", "/run/tool/bin/edge-preflight.js", ...flags, "--quiet", "--save", REPORT];
  const dropIn = [
    "[Unit]",
    "DefaultDependencies=no",
    "SuccessAction=exit",
    "FailureAction=exit",
    "[Service]",
    "RemainAfterExit=no",
    "ExecStart=",
    `ExecStart=${words.join(" ")}`,
    "StandardError=file:/run/stderr",
    ...service,
  ];
  const script = `
    mount -t tmpfs run /run
    mount -t tmpfs log /var/log
    mkdir -p /run/lock /run/tool /run/systemd/system/edge-preflight.service.d
    touch /run/node /run/stderr
    mount --bind ${process.execPath} /run/node
    mount --bind ${ROOT} /run/tool
    cat > /run/systemd/system/edge-preflight.service <<'END'\n${UNIT}\nEND
    cat > /run/systemd/system/edge-preflight.service.d/lab.conf <<'END'\n${dropIn.join("\n")}\nEND
    cat > /run/start <<'END'
      umount --recursive /sys/fs/cgroup 2>/dev/null
      mount -t tmpfs cgroup /sys/fs/cgroup && mkdir /sys/fs/cgroup/systemd || exit
      mount -t cgroup -o none,name=systemd,xattr cgroup /sys/fs/cgroup/systemd 2>/dev/null ||
        { umount /sys/fs/cgroup && mount -t cgroup2 cgroup /sys/fs/cgroup; } || exit
      exec /lib/systemd/systemd --system --unit=edge-preflight.service --log-target=null --show-status=0
END
    container=lab unshare --pid --fork --mount-proc --cgroup --kill-child sh /run/start
    code=$?
    cat /run/stderr >&2
    cat ${REPORT}
    exit $code`;
  return await lab.run("node", ["bash", "-c", script], { files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\n` } });
}

/** But for the kernel's version: inside it is this machine's, since the sandbox has a /proc of its own. */
const outcomesOf = ({ checks }: Report) =>
  checks.filter(({ id }) => id !== "host.system.supported").map(({ id, status, code }) => `${id} ${status} ${code}`);

describe.concurrent("the systemd unit of the README", () => {
  labTest("sees in its sandbox what root sees outside of it", async () => {
    await using lab = await Lab.start(referenceSite());
    const inside = await underSystemd(lab, SITE_FLAGS);
    expect(inside.stderr).toBe("");
    expect(inside.code).toBe(0);
    const outside = await preflight(lab, [...SITE_FLAGS, "--format", "json"]);
    expect(outcomesOf(parseReport(inside.stdout))).toEqual(outcomesOf(parseReport(outside.stdout)));
  });

  labTest("without its capabilities says what it could not see", async () => {
    await using lab = await Lab.start(referenceSite());
    const { stdout, code } = await underSystemd(lab, SITE_FLAGS, ["CapabilityBoundingSet="]);
    const unverified = parseReport(stdout).checks.filter(({ status }) => status === "unverified");
    expect(code).toBe(0);
    expect(unverified.map(({ id, code: cause }) => `${id} ${cause}`)).toEqual(
      expect.arrayContaining(["host.filter.output local-filter-unknown"]),
    );
  });

  labTest("writes nowhere but where it saves", async () => {
    await using lab = await Lab.start(referenceSite());
    const { stderr, code } = await underSystemd(lab, [...SITE_FLAGS, "--no-diagnosis", "--save", "/etc/report.json"]);
    expect(stderr).toBe("edge-preflight: --save '/etc/report.json' could not be written (EROFS)\n");
    expect(code).toBe(3);
  });
});
