import type { CloudEvidence } from "./diagnosis/configuration/cloud-evidence.ts";
import type { Evidence } from "./diagnosis/diagnose.ts";
import type { CloudConfiguration } from "./model/cloud.ts";
import { requestKey, type AnyObservation } from "./model/probe.ts";
import type { CheckId, CheckResult, Report } from "./model/report.ts";

/** What a saved report knows: enough to diagnose it again. */
export function evidenceOf({ site, observations, checks, cloud, run }: SavedEvidence): Evidence {
  const keys = observations.map(({ request }) => requestKey(request));
  const hasSources = checks.some(({ judgedFrom }) => judgedFrom !== undefined);
  const sourcesOf = ({ judgedFrom = [] }: CheckResult) => judgedFrom.flatMap((index) => keys[index] ?? []);
  return {
    site,
    observations,
    checks,
    ...(cloud !== undefined && { cloud: cloudEvidence(cloud, run?.startedAt) }),
    judgedFrom: new Map(
      checks.map((check) => [
        check.id,
        new Set(hasSources ? sourcesOf(check) : sourcesByEndpoint(check, observations)),
      ]),
    ),
  };
}

type SavedEvidence = Pick<Report, "site" | "observations" | "checks"> & Partial<Pick<Report, "cloud" | "run">>;

/** @param startedAt of the run that it is held against. */
export function cloudEvidence(configuration: CloudConfiguration, startedAt: string | undefined): CloudEvidence {
  const { exportedAt } = configuration;
  return {
    configuration,
    ...(exportedAt !== undefined &&
      startedAt !== undefined && { ageMs: Date.parse(startedAt) - Date.parse(exportedAt) }),
  };
}

/** The same checks, each with the observations that it was judged from. */
export function withSources(
  checks: readonly CheckResult[],
  judgedFrom: ReadonlyMap<CheckId, ReadonlySet<string>>,
  observations: readonly AnyObservation[],
): CheckResult[] {
  const indices = new Map(observations.map(({ request }, index) => [requestKey(request), index]));
  return checks.map((check) => {
    const found = [...(judgedFrom.get(check.id) ?? [])].flatMap((key) => indices.get(key) ?? []).sort((a, b) => a - b);
    return found.length === 0 ? check : { ...check, judgedFrom: found };
  });
}

/** Reports of schema 1.0 do not say what a check was judged from. Its endpoint tells which observations are about the same. */
function sourcesByEndpoint({ endpoint, group }: CheckResult, observations: readonly AnyObservation[]): string[] {
  if (endpoint === undefined) return [];
  const { host, address, port, protocol } = endpoint;
  return observations
    .map(({ request }) => request)
    .filter((request) => {
      if (request.probe === "dns")
        return group === "dns" && (host === undefined ? request.server.ip === address : request.name === host);
      if (request.probe === "reflect")
        return group === "inbound" && request.port === port && request.protocol === protocol;
      if (group === "dns" || !("to" in request) || typeof request.to === "string") return false;
      return request.to.ip === address && request.to.port === port;
    })
    .map(requestKey);
}
