import type { Identity } from "../../catalogue/endpoints.ts";
import {
  NETWORK_AUTHENTICATION_REQUIRED,
  PORTAL_MARKS,
  PORTAL_PATH,
  PROXY_AUTHENTICATION_REQUIRED,
  PROXY_HEADERS,
  PROXY_PRODUCTS,
  SERVICE_DOMAIN,
} from "../../catalogue/interception-signatures.ts";
import type { HttpSign } from "../../model/message.ts";
import type { HttpResponseEvidence } from "../../model/probe.ts";
import { challengesIn } from "../../wire/http-challenges.ts";
import { printable } from "../../wire/text.ts";

/** Who answered, and what gave it away. */
export interface Answerer {
  is:
    | "service"
    | "proxy"
    | "portal"
    | "stranger"
    | "failing-service"
    | "limiting-service"
    | "denying-service"
    | "other-endpoint";
  sign: HttpSign;
}

/**
 * A 401, 403 or 404 of the right service is a pass and a friendly 200 of the wrong one is not, so the status decides
 * nothing by itself. Services that sign their answers are believed by the signature; the others unless someone else's
 * mark is on the answer.
 */
export function identify(identity: Identity, host: string, response: HttpResponseEvidence): Answerer {
  const signature = SIGNATURES[identity](host, response);
  if (signature !== undefined)
    return identity === "oss" ? ossAnswer(host, response, signature) : { is: "service", sign: said(signature) };
  const impostor = impostorSign(response) ?? foreignChallenge(identity, response);
  if (impostor !== undefined) return impostor;
  if (identity === "registry" && isRegistryInTrouble(response))
    return { is: troubleOf(response), sign: registryError(response) };
  // No service here answers with a page; what a web server says by itself is none.
  if (isHtml(response) && !isStockError(response)) return { is: "portal", sign: pageTitle(response) };
  const anyAnswerWillDo = identity === "control-plane" || identity === "registry-auth";
  if (response.status >= 500) return { is: "failing-service", sign: serverOf(response) };
  if (anyAnswerWillDo) return { is: "service", sign: serverOf(response) };
  return { is: isHtml(response) ? "portal" : "stranger", sign: serverOf(response) };
}

const SIGNATURES: Record<Identity, (host: string, response: HttpResponseEvidence) => string | undefined> = {
  oss: ossSignature,
  registry: (_host, response) => {
    const realm = bearerRealm(response);
    if (response.status === 401 && realm !== undefined && isServiceHost(realm.hostname))
      return `realm ${realm.hostname}`;
    const version = response.headers["docker-distribution-api-version"];
    return response.status === 200 && version?.startsWith("registry/2") ? version : undefined;
  },
  "control-plane": () => undefined,
  "registry-auth": () => undefined,
};

/** One of OSS's two headers, or its XML error naming the host that was asked. */
export function ossSignature(host: string, response: HttpResponseEvidence): string | undefined {
  if (response.headers["server"]?.toLowerCase() === "aliyunoss") return "Server AliyunOSS";
  if (response.headers["x-oss-request-id"] !== undefined) return "x-oss-request-id";
  const hostId = /<HostId>([^<]{1,255})<\/HostId>/.exec(response.body)?.[1];
  return hostId?.toLowerCase() === host ? `HostId ${hostId}` : undefined;
}

/** What OSS says by its status, its error's code and the endpoint that it names. */
function ossAnswer(host: string, response: HttpResponseEvidence, signature: string): Answerer {
  const { status, body } = response;
  const code = xmlField(body, "Code");
  const endpoint = xmlField(body, "Endpoint");
  const region = /\.(oss-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(host)?.[1];
  if (status === 403 && endpoint !== undefined && region !== undefined && !endpoint.startsWith(region))
    return { is: "other-endpoint", sign: said(printable(endpoint, MAX_SIGN)) };
  if (status >= 500 || (code !== undefined && OSS_TROUBLE.has(code)))
    return { is: "failing-service", sign: said(code ?? signature) };
  const message = xmlField(body, "Message") ?? "";
  if (status === 403 && OWN_POLICY.test(message))
    return { is: "denying-service", sign: said(printable(message, MAX_SIGN)) };
  return { is: "service", sign: said(signature) };
}

const MAX_SIGN = 80;
/** Codes with which OSS is there, and of no use. */
const OSS_TROUBLE: ReadonlySet<string> = new Set([
  "NoSuchBucket",
  "UserDisable",
  "ServiceUnavailable",
  "InternalError",
  "SlowDown",
]);
/** A rule of its owner's; that nobody anonymous may read is what every node meets. */
const OWN_POLICY = /\bpolicy\b|source ?ip|\bvpc\b|ip (?:address )?(?:white|allow|black|deny) ?list/i;

function xmlField(body: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]{1,512})</${name}>`).exec(body)?.[1]?.trim();
}

/** The realm of `WWW-Authenticate: Bearer realm="https://…"`, where a client goes for its token. */
export function bearerRealm(response: HttpResponseEvidence): URL | undefined {
  const bearer = challengesIn(response.headers["www-authenticate"] ?? "").find(({ scheme }) => scheme === "bearer");
  const text = bearer?.parameters["realm"];
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

/** None of these services asks for a password or a domain's account: a box in between does. */
function foreignChallenge(identity: Identity, response: HttpResponseEvidence): Answerer | undefined {
  const schemes = challengesIn(response.headers["www-authenticate"] ?? "").map(({ scheme }) => scheme);
  const foreign = schemes.find((scheme) => ["ntlm", "negotiate", "basic", "digest"].includes(scheme));
  if (foreign === undefined || (identity === "registry" && schemes.includes("bearer"))) return undefined;
  return { is: "proxy", sign: said(`WWW-Authenticate: ${foreign}`) };
}

/** A registry's own words for not being able, or not wanting, to serve. */
function isRegistryInTrouble(response: HttpResponseEvidence): boolean {
  const isInTrouble = response.status === 403 || response.status === TOO_MANY_REQUESTS || response.status >= 500;
  return isInTrouble && (isRegistryVersion(response) || /^\s*\{\s*"errors"\s*:\s*\[/.test(response.body));
}

function troubleOf({ status }: HttpResponseEvidence): Answerer["is"] {
  if (status === 403) return "denying-service";
  return status === TOO_MANY_REQUESTS ? "limiting-service" : "failing-service";
}

const TOO_MANY_REQUESTS = 429;

function isRegistryVersion(response: HttpResponseEvidence): boolean {
  return response.headers["docker-distribution-api-version"]?.startsWith("registry/2") === true;
}

function registryError(response: HttpResponseEvidence): HttpSign {
  const code = /"code"\s*:\s*"([A-Z_]{1,40})"/.exec(response.body)?.[1];
  return code === undefined ? { kind: "status", status: response.status } : said(code);
}

function impostorSign(response: HttpResponseEvidence): Answerer | undefined {
  const header = PROXY_HEADERS.find((name) => response.headers[name] !== undefined);
  if (header !== undefined) return { is: "proxy", sign: said(`${header}: ${response.headers[header]}`) };
  const product = [response.headers["server"], response.headers["via"]].find((value) =>
    PROXY_PRODUCTS.test(value ?? ""),
  );
  if (product !== undefined) return { is: "proxy", sign: said(product) };
  if (response.status === PROXY_AUTHENTICATION_REQUIRED)
    return { is: "proxy", sign: { kind: "status", status: response.status } };
  if (response.status === NETWORK_AUTHENTICATION_REQUIRED)
    return { is: "portal", sign: { kind: "status", status: response.status } };
  const elsewhere = foreignRedirect(response);
  if (elsewhere !== undefined) return { is: "portal", sign: { kind: "redirect", to: elsewhere } };
  if (isHtml(response) && PORTAL_MARKS.some((mark) => mark.test(response.body)))
    return { is: "portal", sign: pageTitle(response) };
  return undefined;
}

function foreignRedirect(response: HttpResponseEvidence): string | undefined {
  const location = response.headers["location"];
  if (response.status < 300 || response.status >= 400 || location === undefined) return undefined;
  if (!URL.canParse(location)) return PORTAL_PATH.test(location) ? location : undefined;
  const { hostname } = new URL(location);
  return isServiceHost(hostname) ? undefined : hostname;
}

function isServiceHost(hostname: string): boolean {
  return hostname === SERVICE_DOMAIN || hostname.endsWith(`.${SERVICE_DOMAIN}`);
}

function isHtml(response: HttpResponseEvidence): boolean {
  return (
    (response.headers["content-type"] ?? "").toLowerCase().includes("html") ||
    /^\s*(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|body|script|iframe|frameset|meta|title|center)\b/i.test(
      response.body,
    )
  );
}

/** What nginx and those made from it answer by themselves, and nothing else: a web server is there, and has no such page. */
function isStockError({ status, body }: HttpResponseEvidence): boolean {
  const found =
    /^\s*(?:<!DOCTYPE HTML[^>]*>\s*)?<html>\s*<head><title>(\d{3}) [A-Za-z -]+<\/title><\/head>\s*<body[^>]*>\s*<center><h1>\1 [A-Za-z -]+<\/h1><\/center>\s*(?:<hr\/?>\s*)?(?:<center>(?:nginx|openresty|tengine)[\w./-]*<\/center>\s*)?(?:<hr\/?>\s*)?<\/body>\s*<\/html>\s*(?:<!--[^]*-->\s*)*$/i.exec(
      body,
    );
  return Number(found?.[1]) === status;
}

function pageTitle(response: HttpResponseEvidence): HttpSign {
  const title = /<title>([^<]{1,100})/i.exec(response.body)?.[1]?.trim();
  return title === undefined || title === "" ? serverOf(response) : { kind: "page", title: printable(title, 60) };
}

function serverOf(response: HttpResponseEvidence): HttpSign {
  return { kind: "server", value: response.headers["server"] };
}

function said(text: string): HttpSign {
  return { kind: "said", text };
}
