import type { Identity } from "../catalogue/endpoints.ts";
import {
  NETWORK_AUTHENTICATION_REQUIRED,
  PORTAL_MARKS,
  PORTAL_PATH,
  PROXY_AUTHENTICATION_REQUIRED,
  PROXY_HEADERS,
  PROXY_PRODUCTS,
  SERVICE_DOMAIN,
} from "../catalogue/impostors.ts";
import type { HttpResponseEvidence } from "../model/probe.ts";
import { printable } from "../wire/text.ts";

/** Who answered, and what gave it away. */
export interface Answerer {
  is: "service" | "proxy" | "portal" | "stranger" | "failing-service";
  sign: string;
}

/**
 * A 401, 403 or 404 of the right service is a pass and a friendly 200 of the wrong one is not, so the status decides
 * nothing by itself. Services that sign their answers are believed by the signature; the others unless someone else's
 * mark is on the answer.
 */
export function identify(identity: Identity, host: string, response: HttpResponseEvidence): Answerer {
  const signature = SIGNATURES[identity](host, response);
  if (signature !== undefined) return { is: "service", sign: signature };
  const impostor = impostorSign(response);
  if (impostor !== undefined) return impostor;
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

/** The realm of `WWW-Authenticate: Bearer realm="https://…"`, where a client goes for its token. */
export function bearerRealm(response: HttpResponseEvidence): URL | undefined {
  const text = /^Bearer\s.*?\brealm="([^"]+)"/i.exec(response.headers["www-authenticate"] ?? "")?.[1];
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

function impostorSign(response: HttpResponseEvidence): Answerer | undefined {
  const header = PROXY_HEADERS.find((name) => response.headers[name] !== undefined);
  if (header !== undefined) return { is: "proxy", sign: `${header}: ${response.headers[header]}` };
  const product = [response.headers["server"], response.headers["via"]].find((value) =>
    PROXY_PRODUCTS.test(value ?? ""),
  );
  if (product !== undefined) return { is: "proxy", sign: product };
  if (response.status === PROXY_AUTHENTICATION_REQUIRED) return { is: "proxy", sign: "status 407" };
  if (response.status === NETWORK_AUTHENTICATION_REQUIRED) return { is: "portal", sign: "status 511" };
  const elsewhere = foreignRedirect(response);
  if (elsewhere !== undefined) return { is: "portal", sign: `redirect to ${elsewhere}` };
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
    (response.headers["content-type"] ?? "").includes("html") || /^\s*<(?:!doctype html|html)/i.test(response.body)
  );
}

function pageTitle(response: HttpResponseEvidence): string {
  const title = /<title>([^<]{1,100})/i.exec(response.body)?.[1]?.trim();
  return title === undefined || title === "" ? serverOf(response) : `page "${printable(title, 60)}"`;
}

function serverOf(response: HttpResponseEvidence): string {
  const server = response.headers["server"];
  return server === undefined ? "no Server header" : `Server ${server}`;
}
