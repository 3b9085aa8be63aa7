import type net from "node:net";
import type { HttpResponseEvidence } from "../model/probe.ts";
import { printable } from "../wire/text.ts";
import { compileFrugally } from "./compiler.ts";
import { errnoOf, isDefect } from "./errno.ts";
import { ABORTED, type Result, type PlainRequest } from "./world.ts";

const BODY_CAP_BYTES = 64 * 1024;
/** Enough for every document that identity rests on: OSS errors, Kubernetes Status objects, a version. */
const BODY_KEPT_CHARACTERS = 4_096;
const HEADER_KEPT_CHARACTERS = 512;

/** Headers that say who answered. No others are kept: cookies and signatures have no place in a ticket. */
const KEPT_HEADERS = [
  "audit-id",
  "content-length",
  "content-type",
  "date",
  "docker-distribution-api-version",
  "last-modified",
  "location",
  "proxy-agent",
  "proxy-authenticate",
  "server",
  "via",
  "www-authenticate",
  "x-cache",
  "x-oss-ec",
  "x-oss-request-id",
  "x-oss-server-time",
  "x-squid-error",
];

/** A client and what asks by one. The package's own entry loads fetch, caches and mocks as well, and takes four times as long. */
export async function loadHttpClient() {
  const [client, request] = await Promise.all([
    import("undici/lib/dispatcher/client.js"),
    import("undici/lib/api/api-request.js"),
  ]);
  return { Client: client.default, ask: request.default };
}

/** What one request is, and where its client takes it to be. */
interface AskedOnce {
  /** Scheme, host and port. */
  origin: string;
  method: PlainRequest["method"];
  path: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Asks once on a socket that is already open (and secured). The socket is spent afterwards.
 * @returns the answer with its body still to be read, and how to end the client in any case.
 */
export async function askOnce(
  socket: net.Socket,
  { origin, method, path, headers }: AskedOnce,
  signal: AbortSignal,
): Promise<Result<Asked>> {
  const { Client, ask } = await loadHttpClient();
  compileFrugally();
  let offered: net.Socket | undefined = socket;
  const client = new Client(origin, {
    connect: (_options, callback) => {
      const once = offered;
      offered = undefined;
      // Not before this call has returned: undici does not expect a connection to be there at once.
      queueMicrotask(() => {
        // undici asks again after a close; the question was put once, so the second call gets an error, not a new connection.
        if (once === undefined) callback(Object.assign(new Error("connection closed"), { code: "ECONNRESET" }), null);
        else callback(null, once);
      });
    },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const startedAt = performance.now();
  try {
    const response = await ask.call(client, {
      method,
      path,
      headers: { "user-agent": "edge-preflight", accept: "*/*", ...headers },
      signal,
    });
    return { ok: true, value: { response, startedAt, end: () => client.destroy() } };
  } catch (error) {
    await client.destroy();
    if (signal.aborted) return { ok: false, errno: ABORTED };
    // No word from the network, and not to be taken for one.
    if (isDefect(error)) throw error;
    return { ok: false, errno: errnoOf(error) };
  }
}

interface Asked {
  response: Awaited<ReturnType<Awaited<ReturnType<typeof loadHttpClient>>["ask"]>>;
  /** By performance.now(). */
  startedAt: number;
  end: () => Promise<void>;
}

/**
 * One request and its whole answer.
 * @param onHeaders while the socket is still open.
 */
export async function requestOn(
  socket: net.Socket,
  { scheme, host, method, path }: PlainRequest,
  epochMs: () => number,
  signal: AbortSignal,
  onHeaders: () => void,
): Promise<Result<HttpResponseEvidence>> {
  const origin = `${scheme}://${host.includes(":") ? `[${host}]` : host}`;
  const asked = await askOnce(socket, { origin, method, path }, signal);
  if (!asked.ok) return asked;
  const { response, startedAt, end } = asked.value;
  try {
    const receivedAtMs = epochMs();
    onHeaders();
    const { text, bytes } = await readCapped(response.body, contentType(response.headers));
    return {
      ok: true,
      value: {
        status: response.statusCode,
        headers: keptHeaders(response.headers),
        body: maskTokens(text).slice(0, BODY_KEPT_CHARACTERS),
        bodyBytes: bytes,
        responseMs: performance.now() - startedAt,
        receivedAtMs,
      },
    };
  } finally {
    await end();
  }
}

async function readCapped(body: AsyncIterable<Buffer>, type: string): Promise<{ text: string; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      const rest = chunk.subarray(0, BODY_CAP_BYTES - bytes);
      chunks.push(rest);
      bytes += rest.length;
      if (bytes >= BODY_CAP_BYTES) break;
    }
  } catch {
    // Cut off in the middle: the headers have said who answers, and what came of the body is kept.
  }
  return { text: decoded(Buffer.concat(chunks), type), bytes };
}

function contentType(headers: Record<string, string | string[] | undefined>): string {
  const value = headers["content-type"];
  return Array.isArray(value) ? value.join(", ") : (value ?? "");
}

/** Block pages come in the charsets of their place: by the header's word, else by the page's own. */
function decoded(body: Buffer, type: string): string {
  const head = body.subarray(0, CHARSET_WITHIN_BYTES).toString("latin1");
  const named =
    /charset\s*=\s*["']?([\w-]{1,40})/i.exec(type)?.[1] ??
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(head)?.[1];
  if (named === undefined || /^utf-?8$/i.test(named)) return body.toString("utf8");
  try {
    return new TextDecoder(named).decode(body);
  } catch (error) {
    // A charset that nobody knows.
    if (error instanceof RangeError) return body.toString("utf8");
    throw error;
  }
}

const CHARSET_WITHIN_BYTES = 1_024;

function keptHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value === undefined) continue;
    const text = printable(Array.isArray(value) ? value.join(", ") : value, HEADER_KEPT_CHARACTERS);
    // A redirect's query may carry a signature.
    kept[name] = name === "location" ? (text.split("?")[0] ?? "") : text;
  }
  return kept;
}

/** A registry's auth service answers with a token, even an anonymous one. */
function maskTokens(body: string): string {
  return body.replace(/("(?:access_|refresh_)?token"\s*:\s*")[^"]*"/gi, '$1***"');
}
