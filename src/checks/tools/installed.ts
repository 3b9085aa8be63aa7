import { installCommand, packageFamily, SYSTEM_TOOLS, type SystemTool } from "../../catalogue/tools.ts";
import { defineCheck, fail, pass, unverified, type CheckContext } from "../../model/check.ts";
import type { CheckId } from "../../model/report.ts";
import type { ToolEvidence, ToolRequest } from "../../model/probe.ts";

export const toolIsInstalled = defineCheck({
  group: "tools",
  subjects: () => [...SYSTEM_TOOLS],
  id: toolCheckId,
  title: ({ name }) => ({ key: "tool-is-installed", args: { tool: name } }),
  required: () => true,
  // All of them, so that whichever is missing can name the one command that installs every missing one.
  asks: (): Record<string, ToolRequest> =>
    Object.fromEntries(SYSTEM_TOOLS.map((tool) => [tool.name, toolRequest(tool)])),
  judge: (answers, { name, binaries, packages }, context) => {
    const seen = answers[name];
    const path = seen?.evidence?.paths[0];
    if (path !== undefined) return pass("ok:tool", { tool: name, path });
    if (seen?.outcome !== "missing")
      return unverified("tool-not-checked", { tool: name, reason: seen?.reason ?? seen?.outcome ?? "not asked" });
    const family = familyOf(context, seen.evidence?.packageDatabase);
    const installed = seen.evidence?.installedPackages[0];
    if (installed !== undefined)
      return fail("tool-broken", { tool: name, binaries: [...binaries], package: installed });
    const missing = SYSTEM_TOOLS.filter((tool: SystemTool) => answers[tool.name]?.outcome === "missing");
    return fail("tool-missing", {
      tool: name,
      binaries: [...binaries],
      package: family && packages[family][0],
      command: family && installCommand(family, missing),
    });
  },
});

export function toolCheckId({ name }: SystemTool): CheckId {
  return `tools.${name}.installed`;
}

export function toolRequest({ binaries, packages }: SystemTool): ToolRequest {
  return { probe: "tool", binaries: [...binaries], packages: [...new Set([...packages.apt, ...packages.yum])] };
}

export function familyOf(context: CheckContext, database: ToolEvidence["packageDatabase"] | undefined) {
  const distribution = context.fact("distribution");
  return packageFamily(database, distribution === undefined ? [] : [distribution.id, ...distribution.idLike]);
}
