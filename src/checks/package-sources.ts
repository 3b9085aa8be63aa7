import { SYSTEM_TOOLS, type SystemTool } from "../catalogue/tools.ts";
import {
  defineCheck,
  fail,
  follows,
  judgement,
  pass,
  unverified,
  warn,
  type CheckContext,
  type Judgement,
} from "../model/check.ts";
import type { SourceProblem } from "../model/message.ts";
import type { PackageSource } from "../model/package-source.ts";
import type { HostRequest, Observation, Outcome, PackageIndexRequest } from "../model/probe.ts";
import { portOf } from "../wire/urls.ts";
import { familyOf, toolCheckId, toolRequest } from "./tools.ts";

/**
 * What is missing of the system tools, the join installs from this node's own sources of packages. They are asked where a tool is
 * missing, and with --thorough.
 */

const FACT: HostRequest = { probe: "host", fact: "package-sources" };
const group = "tools";
const required = () => true;
const subjects = (context: CheckContext) => [context.site];

const ID = {
  configured: "tools.sources.configured",
  answer: "tools.sources.answer",
  packages: "tools.sources.packages",
};

export const sourcesAreConfigured = defineCheck({
  group,
  required,
  subjects,
  id: () => ID.configured,
  title: () => ({ key: "sources-are-configured", args: {} }),
  dependsOn: () => SYSTEM_TOOLS.map((tool) => follows(toolCheckId(tool))),
  asks: (_site, context): Partial<Record<"sources", HostRequest>> => (hasReason(context) ? { sources: FACT } : {}),
  judge: (seen, _site, context) => {
    if (seen.sources === undefined) return pass("ok:nothing-to-install", {});
    const fact = context.fact("package-sources");
    if (fact === undefined) return unknown(context);
    const { sources, manager, unread } = fact;
    if (sources.length > 0) return pass("ok:sources", { manager, names: sources.map(({ name }) => name) });
    if (unread.length > 0) return unverified("sources-unknown", { reason: unread.join(", ") });
    return (isNeeded(context) ? fail : warn)("sources-none", { manager });
  },
});

export const sourcesAnswer = defineCheck({
  group,
  required,
  subjects,
  id: () => ID.answer,
  title: () => ({ key: "sources-answer", args: {} }),
  dependsOn: () => [follows(ID.configured)],
  asks: (_site, context) => questions(context),
  judge: (answers, _site, context) => {
    if (!hasReason(context)) return pass("ok:nothing-to-install", {});
    const fact = context.fact("package-sources");
    if (fact === undefined) return unknown(context);
    if (fact.sources.length === 0) return blockedBy(ID.configured);
    return judgeSources(Object.values(answers), context);
  },
});

export const packagesAreListed = defineCheck({
  group,
  required,
  subjects,
  id: () => ID.packages,
  title: () => ({ key: "packages-are-listed", args: {} }),
  dependsOn: () => [follows(ID.configured)],
  asks: (_site, context) => questions(context),
  judge: (answers, _site, context) => {
    const packages = missingPackages(context);
    if (packages.length === 0) return pass("ok:nothing-to-install", {});
    if (context.fact("package-sources") === undefined) return unknown(context);
    const seen = Object.values(answers);
    if (judgeSources(seen, context).status === "fail") return blockedBy(ID.answer);
    const found = new Set(seen.flatMap(({ evidence }) => evidence?.found ?? []));
    const lacking = packages.filter((name) => !found.has(name));
    if (lacking.length === 0) return pass("ok:packages-listed", { packages });
    const isSearched = seen.every(({ evidence }) => evidence?.found !== undefined) && unasked(context).length === 0;
    return isSearched
      ? fail("packages-not-listed", { packages: lacking })
      : unverified("packages-not-looked-up", { packages: lacking });
  },
});

function unknown(context: CheckContext): Judgement {
  const asked = context.observation(FACT);
  return unverified("sources-unknown", { reason: asked?.reason ?? asked?.outcome ?? "unknown" });
}

function blockedBy(needs: string): Judgement {
  return judgement("blocked", "prerequisite-failed", { needs });
}

function hasReason(context: CheckContext): boolean {
  return context.site.thorough === true || isNeeded(context);
}

function isNeeded(context: CheckContext): boolean {
  return missingPackages(context).length > 0;
}

/** The packages that would bring the missing tools. */
function missingPackages(context: CheckContext): string[] {
  return SYSTEM_TOOLS.flatMap((tool: SystemTool) => {
    const seen = context.observation(toolRequest(tool));
    // One that is installed and lacks its program is no matter of its source.
    if (seen?.outcome !== "missing" || (seen.evidence?.installedPackages ?? []).length > 0) return [];
    const family = familyOf(context, seen.evidence?.packageDatabase);
    return family === undefined ? [] : (tool.packages[family][0] ?? []);
  });
}

function sourcesOf(context: CheckContext): readonly PackageSource[] {
  return hasReason(context) ? (context.fact("package-sources")?.sources ?? []) : [];
}

function unasked(context: CheckContext): PackageSource[] {
  return sourcesOf(context).filter((source) => source.unasked !== undefined);
}

function questions(context: CheckContext): Record<string, PackageIndexRequest> {
  const packages = missingPackages(context);
  const asked = sourcesOf(context).filter((source) => source.unasked === undefined);
  return Object.fromEntries(
    asked.map((source, index) => [`${index}`, { probe: "package-index", source, packages } as const]),
  );
}

function judgeSources(seen: readonly Observation<"package-index">[], context: CheckContext): Judgement {
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
    isNeeded(context) &&
    ((answered.length === 0 && notAsked.length === 0) ||
      failed.some(({ request: { source } }) => source.format === "rpm" && source.optional !== true));
  return judgement(isFatal ? "fail" : "warn", code, { problems, asked: seen.length }, details);
}

const UNRESOLVED: ReadonlySet<Outcome> = new Set<Outcome>(["nxdomain", "servfail"]);

/** The server is there, and what was asked for is not. */
const BROKEN: ReadonlySet<Outcome> = new Set<Outcome>(["missing", "malformed", "looped", "tls-alert"]);

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
