import { spawnSync } from "node:child_process";
import { it } from "vitest";

/** Whether this machine can make the lab's namespaces. In CI the question is not asked: there a lab test must run. */
const available =
  process.env["CI"] === "true" ||
  [["--user", "--map-root-user"], []].some(
    (user) => spawnSync("unshare", [...user, "--mount", "--net", "--pid", "--fork", "true"]).status === 0,
  );

export const labTest: (name: string, test: () => Promise<void>) => void = it.skipIf(!available);
