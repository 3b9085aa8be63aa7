import { STATUS_CODES } from "node:http";
import { describe, expect, it } from "vitest";
import type { Identity } from "../../src/catalogue/endpoints.ts";
import { bearerRealm, identify } from "../../src/checks/shared/identity.ts";
import type { HttpResponseEvidence } from "../../src/model/probe.ts";
import { http } from "../../src/probes/http.ts";
import { loopbackWorld, Servers } from "../support/servers.ts";

const OSS_HOST = "aliacs-k8s-cn-hangzhou.oss-cn-hangzhou-internal.aliyuncs.com";
const REGISTRY_HOST = "registry-cn-hangzhou-vpc.ack.aliyuncs.com";
const REALM = "https://dockerauth-vpc.cn-hangzhou.aliyuncs.com/auth";

function response(status: number, headers: Record<string, string> = {}, body = ""): HttpResponseEvidence {
  return { status, headers, body, bodyBytes: body.length, responseMs: 1, receivedAtMs: 0 };
}

const hosts: Record<Identity, string> = {
  oss: OSS_HOST,
  registry: REGISTRY_HOST,
  "control-plane": "cs-anony-vpc.cn-hangzhou.aliyuncs.com",
  "registry-auth": "dockerauth-vpc.cn-hangzhou.aliyuncs.com",
};
const is = (identity: Identity, answer: HttpResponseEvidence) => identify(identity, hosts[identity], answer).is;

const ossError = (code: string, more = "") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>${code}</Code>\n  <Message>Anonymous user has no right to access this bucket.</Message>\n  <HostId>${OSS_HOST}</HostId>${more}\n</Error>`;
const json = { "content-type": "application/json" };
const challenge = (field: string) => ({ "www-authenticate": field });
const stock = (status: number, words: string, server: string) =>
  `<html>\r\n<head><title>${status} ${words}</title></head>\r\n<body>\r\n<center><h1>${status} ${words}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;

/** What the services answer, in every spelling that RFC 9110 and their own documents allow. */
const HEALTHY: [Identity, string, HttpResponseEvidence][] = [
  [
    "oss",
    "403 with both headers",
    response(403, { server: "AliyunOSS", "x-oss-request-id": "5C" }, ossError("AccessDenied")),
  ],
  ["oss", "403 with the request's ID alone", response(403, { "x-oss-request-id": "5C" }, ossError("AccessDenied"))],
  ["oss", "403 with the server alone", response(403, { server: "AliyunOSS" }, "")],
  ["oss", "403 by its HostId alone", response(403, {}, ossError("AccessDenied"))],
  [
    "oss",
    "403 with a code of its own",
    response(403, { "x-oss-request-id": "5C" }, ossError("AccessDenied", "<EC>0003-00000001</EC>")),
  ],
  ["oss", "200", response(200, { server: "AliyunOSS" }, "x")],
  ["oss", "301 to itself", response(301, { server: "AliyunOSS", location: "/" }, "")],
  ["oss", "400", response(400, { "x-oss-request-id": "5C" }, ossError("InvalidArgument"))],
  ["oss", "404 of an object", response(404, { "x-oss-request-id": "5C" }, ossError("NoSuchKey"))],
  ["oss", "405", response(405, { "x-oss-request-id": "5C" }, ossError("MethodNotAllowed"))],
  [
    "oss",
    "its own endpoint named",
    response(
      403,
      { "x-oss-request-id": "5C" },
      ossError("AccessDenied", "<Endpoint>oss-cn-hangzhou-internal.aliyuncs.com</Endpoint>"),
    ),
  ],
  ["oss", "in lower case", response(403, { server: "aliyunoss" }, "")],
  ["registry", "401 with its realm", response(401, challenge(`Bearer realm="${REALM}",service="registry"`))],
  ["registry", "in lower case", response(401, challenge(`bearer realm="${REALM}"`))],
  ["registry", "in capitals", response(401, challenge(`BEARER REALM="${REALM}"`))],
  ["registry", "without quotes", response(401, challenge(`Bearer realm=${REALM},service=registry`))],
  ["registry", "realm last", response(401, challenge(`Bearer service="r",scope="x",realm="${REALM}"`))],
  ["registry", "blanks around", response(401, challenge(`Bearer  realm = "${REALM}" , service = "r"`))],
  ["registry", "after another challenge", response(401, challenge(`Basic realm="x", Bearer realm="${REALM}"`))],
  ["registry", "before another challenge", response(401, challenge(`Bearer realm="${REALM}", Basic realm="x"`))],
  ["registry", "a comma in a value", response(401, challenge(`Bearer scope="a,b", realm="${REALM}"`))],
  ["registry", "an escaped quote in a value", response(401, challenge(`Bearer error="no \\"x\\"", realm="${REALM}"`))],
  ["registry", "200 with its version", response(200, { "docker-distribution-api-version": "registry/2.0" }, "{}")],
  [
    "registry",
    "a realm of the enterprise edition",
    response(401, challenge(`Bearer realm="https://dockerauth-ee-vpc.cn-hangzhou.aliyuncs.com/auth"`)),
  ],
  [
    "registry",
    "a realm of another region",
    response(401, challenge(`Bearer realm="https://dockerauth.cn-hangzhou.aliyuncs.com/auth"`)),
  ],
  ["control-plane", "404 in JSON", response(404, json, '{"code":"NotFound"}')],
  ["control-plane", "404 without a body", response(404)],
  ["control-plane", "200 without a body", response(200)],
  ["control-plane", "400 in text", response(400, { "content-type": "text/plain" }, "bad request")],
  ["control-plane", "403 in JSON", response(403, json, '{"code":"Forbidden"}')],
  ["control-plane", "401 without a challenge", response(401, json, "{}")],
  [
    "control-plane",
    "nginx's own 404",
    response(404, { "content-type": "text/html" }, stock(404, "Not Found", "nginx")),
  ],
  [
    "control-plane",
    "Tengine's own 404",
    response(404, { "content-type": "text/html; charset=utf-8" }, stock(404, "Not Found", "tengine/2.3.3")),
  ],
  ["control-plane", "a redirect within the cloud", response(302, { location: "https://cs.aliyuncs.com/" })],
  ["control-plane", "405", response(405, json, "{}")],
  ["control-plane", "204", response(204)],
  ["registry-auth", "200 with a token", response(200, json, '{"token":"***"}')],
  ["registry-auth", "401 in JSON", response(401, json, '{"details":"no"}')],
  ["registry-auth", "400", response(400, json, "{}")],
  ["registry-auth", "403", response(403, json, '{"errors":[]}')],
  ["registry-auth", "404 in text", response(404, { "content-type": "text/plain" }, "404 page not found")],
];

/** The answer as a real server gives it, read from the wire. */
async function served(identity: Identity, { status, headers, body }: HttpResponseEvidence) {
  await using servers = new Servers();
  const lines = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)) });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  const port = await servers.tcp((socket) => {
    socket.once("data", () => socket.end(`${head.join("\r\n")}\r\n\r\n${body}`));
  });
  const to = { ip: "127.0.0.1", port };
  const request = { probe: "http", scheme: "http", host: hosts[identity], method: "GET", path: "/", to } as const;
  const { evidence } = await http(request, loopbackWorld(), AbortSignal.timeout(10_000));
  return evidence?.response;
}

it.each(HEALTHY)("%s: %s is the service", async (identity, _name, answer) => {
  const response = await served(identity, answer);
  if (response === undefined) throw new Error("no answer");
  expect(is(identity, response)).toBe("service");
});

it("there are forty of them at least", () => {
  expect(HEALTHY.length).toBeGreaterThanOrEqual(40);
});

describe("what is not the service", () => {
  it.each<[Identity, string, HttpResponseEvidence, string]>([
    ["control-plane", "a page of any status", response(500, {}, "<!DOCTYPE html><p>x"), "portal"],
    ["control-plane", "a script alone", response(200, {}, "<script src=/x></script>"), "portal"],
    ["control-plane", "an empty page", response(200, { "content-type": "text/HTML" }, ""), "portal"],
    ["control-plane", "a page behind a remark", response(403, {}, "<!-- x -->\n<html></html>"), "portal"],
    ["control-plane", "a stock error of another status", response(403, {}, stock(404, "Not Found", "nginx")), "portal"],
    [
      "control-plane",
      "a stock error with more in it",
      response(403, {}, stock(403, "Forbidden", "nginx").replace("<hr>", "<p>Call IT</p><hr>")),
      "portal",
    ],
    ["control-plane", "a domain's challenge", response(401, challenge("Negotiate, NTLM")), "proxy"],
    ["registry-auth", "a password's challenge", response(401, challenge('Basic realm="proxy"')), "proxy"],
    ["oss", "a domain's challenge", response(401, challenge("NTLM")), "proxy"],
    ["registry", "a password's challenge alone", response(401, challenge('Basic realm="x"')), "proxy"],
    ["registry", "a realm elsewhere", response(401, challenge('Bearer realm="https://auth.example.com/"')), "stranger"],
    [
      "registry",
      "in trouble",
      response(503, { "docker-distribution-api-version": "registry/2.0" }, ""),
      "failing-service",
    ],
    [
      "registry",
      "too many requests",
      response(429, json, '{"errors":[{"code":"TOOMANYREQUESTS"}]}'),
      "limiting-service",
    ],
    ["registry", "an access list", response(403, json, '{"errors":[{"code":"DENIED"}]}'), "denying-service"],
    [
      "oss",
      "in trouble",
      response(503, { "x-oss-request-id": "5C" }, ossError("ServiceUnavailable")),
      "failing-service",
    ],
    [
      "oss",
      "a bucket that is disabled",
      response(403, { "x-oss-request-id": "5C" }, ossError("UserDisable")),
      "failing-service",
    ],
    [
      "oss",
      "another region's",
      response(
        403,
        { "x-oss-request-id": "5C" },
        ossError("AccessDenied", "<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>"),
      ),
      "other-endpoint",
    ],
    ["control-plane", "in trouble, in JSON", response(503, json, "{}"), "failing-service"],
  ])("%s: %s", (identity, _name, answer, found) => {
    expect(is(identity, answer)).toBe(found);
  });
});

it("a realm may stand without quotes", () => {
  expect(bearerRealm(response(401, challenge(`Bearer realm=${REALM}`)))?.hostname).toBe(
    "dockerauth-vpc.cn-hangzhou.aliyuncs.com",
  );
});
