import { SYSTEM_TOOLS, type SystemTool } from "../../catalogue/tools.ts";
import { judgement, pass, unverified, type CheckContext, type Judgement } from "../../model/check.ts";
import type { SourceProblem } from "../../model/message.ts";
import type { PackageSource } from "../../model/package-source.ts";
import type { HostRequest, Observation, OutcomeOf, PackageIndexRequest } from "../../model/probe.ts";
import { portOf } from "../../wire/urls.ts";
import { familyOf, toolRequest } from "../tools/installed.ts";

/**
 * What is missing of the system tools, the join installs from this node's own sources of packages. They are asked where a tool is
 * missing, and with --thorough.
 */
export const SOURCES_FACT: HostRequest = { probe: "host", fact: "package-sources" };

export const SOURCES_CHECK = {
  configured: "tools.sources.configured",
  answer: "tools.sources.answer",
  packages: "tools.sources.packages",
};

export function sourcesUnknown(context: CheckContext): Judgement {
  const asked = context.observation(SOURCES_FACT);
  return unverified("sources-unknown", { reason: asked?.reason ?? asked?.outcome ?? "unknown" });
}

export function blockedBy(needs: string): Judgement {
  return judgement("blocked", "prerequisite-failed", { needs });
}

export function areSourcesAsked(context: CheckContext): boolean {
  return context.site.thorough === true || isSomethingMissing(context);
}

export function isSomethingMissing(context: CheckContext): boolean {
  return missingPackages(context).length > 0;
}

/** The packages that would bring the missing tools. */
export function missingPackages(context: CheckContext): string[] {
  return SYSTEM_TOOLS.flatMap((tool: SystemTool) => {
    const seen = context.observation(toolRequest(tool));
    // One that is installed and lacks its program is no matter of its source.
    if (seen?.outcome !== "missing" || (seen.evidence?.installedPackages ?? []).length > 0) return [];
    const family = familyOf(context, seen.evidence?.packageDatabase);
    return family === undefined ? [] : (tool.packages[family][0] ?? []);
  });
}

function sourcesOf(context: CheckContext): readonly PackageSource[] {
  return areSourcesAsked(context) ? (context.fact("package-sources")?.sources ?? []) : [];
}

export function unasked(context: CheckContext): PackageSource[] {
  return sourcesOf(context).filter((source) => source.unasked !== undefined);
}

export function indexQuestions(context: CheckContext): Record<string, PackageIndexRequest> {
  const packages = missingPackages(context);
  const asked = sourcesOf(context).filter((source) => source.unasked === undefined);
  return Object.fromEntries(
    asked.map((source, index) => [`${index}`, { probe: "package-index", source, packages } as const]),
  );
}

export function judgeSources(seen: readonly Observation<"package-index">[], context: CheckContext): Judgement {
  const answered = seen.filter(({ outcome }) => outcome === "answer");
  // Nothing is known of a source that wants a name and a password, which are not read.
  const closed = seen.filter(({ outcome, request }) => outcome === "rejected" || request.source.credentials === true);
  const failed = seen.filter((one) => one.outcome !== "answer" && !closed.includes(one));
  const problems = failed.map(problemOf);
  const [first] = problems;
  const notAsked = [...unasked(context), ...closed.map(({ request }) => request.source)].map(({ name }) => name);
  if (first === undefined) {
    if (answered.length > 0) return pass("ok:sources-answer", { count: answered.length, notAsked });
    return unverified("sources-not-asked", { names: notAsked });
  }
  const code = failed.some(({ outcome }) => BROKEN.has(outcome))
    ? "sources-broken"
    : failed.every(({ outcome, evidence }) => UNRESOLVED.has(outcome) || evidence?.stage === "name")
      ? "sources-unresolved"
      : "sources-unreachable";
  const details = {
    endpoint: endpointOf(first),
    durationMs: Math.max(0, ...seen.map((one) => one.durationMs)),
  };
  // yum and dnf install nothing while one of their repositories fails, unless it may; apt makes do with the others.
  const isFatal =
    isSomethingMissing(context) &&
    ((answered.length === 0 && notAsked.length === 0) ||
      failed.some(({ request: { source } }) => source.format === "rpm" && source.optional !== true));
  return judgement(isFatal ? "fail" : "warn", code, { problems, asked: seen.length }, details);
}

const UNRESOLVED: ReadonlySet<OutcomeOf<"package-index">> = new Set<OutcomeOf<"package-index">>([
  "nxdomain",
  "servfail",
]);

/** The server is there, and what was asked for is not. */
const BROKEN: ReadonlySet<OutcomeOf<"package-index">> = new Set<OutcomeOf<"package-index">>([
  "missing",
  "malformed",
  "looped",
  "tls-alert",
]);

function problemOf({ request: { source }, outcome, evidence }: Observation<"package-index">): SourceProblem {
  const { status, stage, errno } = evidence ?? {};
  return {
    source: source.name,
    url: evidence?.url ?? source.base ?? source.mirrors?.url ?? "",
    outcome,
    ...(source.proxy !== undefined && { proxy: source.proxy }),
    ...(status !== undefined && { status }),
    ...(stage !== undefined && { stage }),
    ...(errno !== undefined && { errno }),
  };
}

function endpointOf({ url }: SourceProblem): { host?: string; port?: number; protocol?: "tcp" } {
  if (!URL.canParse(url)) return {};
  const at = new URL(url);
  return { host: at.hostname, port: portOf(at), protocol: "tcp" };
}
