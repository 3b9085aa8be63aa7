import { lookup } from "node:dns/promises";
import type net from "node:net";
import { onAbort } from "../waiting.ts";
import { errnoOf } from "./errno.ts";
import type { DownloadStage } from "../model/probe.ts";
import { portOf } from "../wire/urls.ts";
import { askOnce } from "./http.ts";
import { openSocket } from "./tcp.ts";
import { handshake } from "./tls.ts";
import type { Trust } from "./trust.ts";
import { ABORTED, type Result, type DownloadAttempt, type DownloadRequest, type FailedDownload } from "./world.ts";

export interface DownloadParts {
  sourceIp: string | undefined;
  trusted: () => Promise<Trust>;
}

/**
 * One GET. This system's own name service resolves the host, and a proxy is used where one is given. Redirects are not followed:
 * what they mean depends on who asks.
 */
export async function download(
  { url, proxy, anyCertificate, headers = {} }: DownloadRequest,
  { sourceIp, trusted }: DownloadParts,
  signal: AbortSignal,
): Promise<DownloadAttempt> {
  const target = new URL(url);
  const next = proxy === undefined ? target : new URL(proxy.includes("://") ? proxy : `http://${proxy}`);
  const opened = await openByName(hostOf(next), portOf(next), sourceIp, signal);
  if (!opened.ok) return opened;
  const { address } = opened.value;
  let { socket } = opened.value;
  const give = (stage: DownloadStage, errno: string): DownloadAttempt => {
    socket.destroy();
    return { ok: false, stage, errno };
  };
  if (proxy !== undefined && target.protocol === "https:") {
    const status = await openTunnel(socket, target, signal);
    if (!status.ok) return give("proxy", status.errno);
    if (status.value !== OK) return give("proxy", `${status.value}`);
  }
  if (target.protocol === "https:") {
    const { evidence, errno, socket: secure } = await handshake(socket, hostOf(target), await trusted(), signal);
    if (secure === undefined) return give("tls", errno ?? "ECONNRESET");
    socket = secure;
    const isTrusted = evidence.verifyError === undefined && evidence.nameMatches !== false;
    if (anyCertificate !== true && !isTrusted) return give("certificate", evidence.verifyError ?? "NAME");
  }
  const asked = await askOnce(
    socket,
    {
      origin: target.origin,
      method: "GET",
      // A proxy is told the whole of it.
      path: proxy !== undefined && target.protocol === "http:" ? url : `${target.pathname}${target.search}`,
      headers,
    },
    signal,
  );
  if (!asked.ok) return give("http", asked.errno);
  const { response, end } = asked.value;
  const { location, "www-authenticate": challenge } = response.headers;
  return {
    ok: true,
    value: {
      address,
      status: response.statusCode,
      ...(typeof location === "string" && { location }),
      ...(typeof challenge === "string" && { challenge }),
      body: response.body,
      close: () => void end(),
    },
  };
}

const OK = 200;
/** As apt and curl do, but not for ever. */
const MAX_ADDRESSES = 4;

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

async function openByName(
  host: string,
  port: number,
  sourceIp: string | undefined,
  signal: AbortSignal,
): Promise<{ ok: true; value: { address: string; socket: net.Socket } } | FailedDownload> {
  const found = await lookUp(host, signal);
  if (!found.ok) return { ...found, stage: "name" };
  let errno = "ENETUNREACH";
  for (const address of found.value.slice(0, MAX_ADDRESSES)) {
    const opened = await openSocket({ ip: address, port }, sourceIp, signal);
    if (opened.ok) return { ok: true, value: { address, socket: opened.value.socket } };
    ({ errno } = opened);
    if (signal.aborted) break;
  }
  return { ok: false, stage: "connect", errno };
}

/** getaddrinfo() cannot be called off: it goes on in its thread, and nobody waits for it. */
async function lookUp(host: string, signal: AbortSignal): Promise<Result<string[]>> {
  return await new Promise((resolve) => {
    const stop = onAbort(signal, () => {
      resolve({ ok: false, errno: ABORTED });
    });
    lookup(host, { all: true }).then(
      (addresses) => {
        stop();
        resolve({ ok: true, value: addresses.map(({ address }) => address) });
      },
      (error: unknown) => {
        stop();
        resolve({ ok: false, errno: errnoOf(error) });
      },
    );
  });
}

const MAX_ANSWER_BYTES = 8_192;

/** RFC 9110, section 9.3.6. @returns the proxy's status. */
function openTunnel(socket: net.Socket, target: URL, signal: AbortSignal): Promise<Result<number>> {
  const to = `${target.hostname}:${portOf(target)}`;
  return new Promise((resolve) => {
    let head = "";
    const settle = (result: Result<number>) => {
      stop();
      socket.off("data", onData);
      socket.off("close", onClose);
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      head += chunk.toString("latin1");
      const status = /^HTTP\/1\.[01] (\d{3})[^]*?\r?\n\r?\n/.exec(head)?.[1];
      if (status !== undefined) settle({ ok: true, value: Number(status) });
      else if (head.length > MAX_ANSWER_BYTES) settle({ ok: false, errno: "EBADMSG" });
    };
    const onClose = () => {
      settle({ ok: false, errno: "ECONNRESET" });
    };
    const stop = onAbort(signal, () => {
      settle({ ok: false, errno: ABORTED });
    });
    socket.on("data", onData);
    socket.once("close", onClose);
    socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`);
  });
}
