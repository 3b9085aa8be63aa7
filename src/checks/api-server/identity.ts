import { defineCheck, fail, needs, pass, warn, type Judgement } from "../../model/check.ts";
import type { HttpSign } from "../../model/message.ts";
import type { HttpResponseEvidence } from "../../model/probe.ts";
import type { Site } from "../../model/site.ts";
import { isRecord, parseJson } from "../../wire/json.ts";
import { printable } from "../../wire/text.ts";
import { API_SERVER_PATHS, apiServers, apiServerQuestions } from "../shared/api-server.ts";
import { endpointOf, firstOf, requestFailure, where, type HttpObservation } from "../shared/conversation.ts";
import { apiServerCheckId } from "../shared/subjects.ts";
import { grouped } from "../../wire/grouped.ts";

export const apiServerIdentity = defineCheck({
  group: "api-server",
  subjects: apiServers,
  id: () => apiServerCheckId("identity"),
  title: ({ host, port }) => ({ key: "is-an-api-server", args: { host, port } }),
  required: () => true,
  dependsOn: ({ port }) => [needs(apiServerCheckId(`tls-${port}`))],
  asks: (server, context) => apiServerQuestions(server, context),
  judge: (answers, { host }, context) => {
    const seen = Object.values(answers);
    const failure = requestFailure(seen, host, context);
    if (failure !== undefined) return failure;
    const judgements = [...grouped(seen, ({ request }) => request.to.ip).values()].map((pair) =>
      judgePair(pair, host, context.site),
    );
    const bad = judgements.find(({ status }) => status !== "pass");
    return bad ?? judgements[0] ?? judgePair(seen, host, context.site);
  },
});

function judgePair(pair: HttpObservation[], host: string, site: Site): Judgement {
  const first = firstOf(pair);
  const [version, readiness] = API_SERVER_PATHS.map(
    (path) => pair.find(({ request }) => request.path === path)?.evidence?.response,
  );
  const details = { endpoint: endpointOf(first, host), durationMs: first.durationMs };
  const asked = where(first, host);
  if (version !== undefined && isBusy(version))
    return warn("api-server-not-ready", { ...asked, status: version.status }, details);
  if (version === undefined || !(isVersion(version) || isStatusObject(version))) {
    const said = version?.headers["server"] ?? version?.headers["content-type"];
    const sign: HttpSign =
      said === undefined ? { kind: "not-of", service: "Kubernetes" } : { kind: "said", text: printable(said) };
    return fail("http-not-the-service", { ...asked, status: version?.status ?? 0, sign }, details);
  }
  const text = gitVersion(version);
  if (readiness !== undefined && readiness.status >= 500)
    return warn("api-server-not-ready", { ...asked, status: readiness.status }, details);
  const expected = site.clusterVersion;
  if (text !== undefined && expected !== undefined && !text.startsWith(`v${expected.major}.${expected.minor}.`))
    return warn("api-server-version-differs", { ...asked, version: text, expected: expected.text }, details);
  return pass("ok:api-server", { ...asked, version: text ?? `status ${version.status}` }, details);
}

function isVersion(response: HttpResponseEvidence): boolean {
  return response.status === 200 && gitVersion(response) !== undefined;
}

function gitVersion(response: HttpResponseEvidence): string | undefined {
  const version = parseObject(response.body)?.["gitVersion"];
  return typeof version === "string" ? printable(version, 64) : undefined;
}

function isStatusObject(response: HttpResponseEvidence): boolean {
  if (response.status !== 401 && response.status !== 403) return false;
  const status = parseObject(response.body);
  return status?.["kind"] === "Status" && status["apiVersion"] === "v1";
}

/** Overloaded or not yet up. It says so in a Status object; some of its filters answer in plain text. */
function isBusy(response: HttpResponseEvidence): boolean {
  if (response.status !== 429 && response.status !== 503) return false;
  if (parseObject(response.body)?.["kind"] === "Status") return true;
  const isText = (response.headers["content-type"] ?? "").startsWith("text/plain");
  return isText && /too many requests|apiserver|not (?:yet )?ready|shutting down/i.test(response.body);
}

/** A body that is no JSON object is simply not Kubernetes speaking. */
function parseObject(body: string): Record<string, unknown> | undefined {
  const value = parseJson(body);
  return isRecord(value) ? value : undefined;
}
