import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { labTest } from "../support/lab-test.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Root needs no user namespace of its own. */
const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
const EIGHT_PORTS = "40000 40007";

labTest("a walk keeps its source port while other connections take all that are left", async () => {
  const script = `ip link set lo up
    echo ${EIGHT_PORTS} > /proc/sys/net/ipv4/ip_local_port_range
    exec node_modules/.bin/tsx test/lab/take-ports.ts`;
  const { stdout } = await promisify(execFile)(
    "unshare",
    [...asRoot, "--net", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-ec", script],
    { cwd: root },
  );
  expect(JSON.parse(stdout)).toEqual({ outcomes: ["open", "open"], taken: 7, shared: false });
});
