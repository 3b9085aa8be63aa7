import type { DownloadEvidence, DownloadFailure, DownloadStage, HttpFailure } from "../model/probe.ts";
import { ABORTED, type Download, type DownloadRequest, type FailedDownload, type World } from "../world/world.ts";
import { connectOutcome, tlsOutcome } from "./errno.ts";

/** What went wrong with a download: a word for it, and what is known. */
export interface Missed {
  ok: false;
  outcome: DownloadFailure;
  evidence: DownloadEvidence;
  /** Of a refusal with status 401. */
  challenge?: string;
}
export type Followed = { ok: true; download: Download; evidence: DownloadEvidence } | Missed;

/**
 * Opens a file and follows redirects.
 * @param requestAt what to ask at a URL, after so many redirects: what goes to the first host need not go to another.
 */
export async function follow(
  url: string,
  maxRedirects: number,
  requestAt: (url: string, redirects: number) => DownloadRequest,
  world: World,
  signal: AbortSignal,
): Promise<Followed> {
  let at = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const opened = await world.download(requestAt(at, redirects), signal);
    if (!opened.ok) return missed(at, opened);
    const { status, address, location, challenge } = opened.value;
    const evidence = { url: shownUrl(at), address, status };
    if (status === OK || status === PARTIAL) return { ok: true, download: opened.value, evidence };
    opened.value.close();
    const next = status >= 300 && status < 400 && location !== undefined ? absoluteUrl(location, at) : undefined;
    if (next === undefined)
      return {
        ok: false,
        outcome: outcomeOfStatus(status),
        evidence,
        ...(status === UNAUTHORIZED && challenge !== undefined && { challenge }),
      };
    at = next;
  }
  return { ok: false, outcome: "looped", evidence: { url: shownUrl(at) } };
}

/** Reads a text as far as so many bytes, and closes it. @returns undefined where it was cut off. */
export async function textOf(download: Download, maxBytes: number): Promise<string | undefined> {
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of download.body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBytes) break;
    }
    return Buffer.concat(chunks).toString("utf8");
  } catch {
    // By the far end, or because the time was up.
    return undefined;
  } finally {
    download.close();
  }
}

/** What it is called that an answer was cut off. */
export function cutOff(signal: AbortSignal): HttpFailure {
  return signal.aborted ? "http-timed-out" : "http-closed";
}

const OK = 200;
const PARTIAL = 206;
const UNAUTHORIZED = 401;
const NOT_FOUND: ReadonlySet<number> = new Set([404, 410]);
const NOT_ALLOWED: ReadonlySet<number> = new Set([UNAUTHORIZED, 403, 407]);

function outcomeOfStatus(status: number): DownloadFailure {
  if (NOT_FOUND.has(status)) return "missing";
  return NOT_ALLOWED.has(status) ? "rejected" : "malformed";
}

function missed(url: string, { stage, errno }: FailedDownload): Missed {
  return { ok: false, outcome: outcomeAt(stage, errno), evidence: { url: shownUrl(url), errno, stage } };
}

function outcomeAt(stage: DownloadStage, errno: string): DownloadFailure {
  switch (stage) {
    case "name":
      return errno === "ENOTFOUND" ? "nxdomain" : errno === ABORTED ? "timed-out" : "servfail";
    case "connect":
      return connectOutcome(errno);
    case "tls":
      return tlsOutcome(errno);
    case "certificate":
      return "tls-alert";
    case "proxy":
      return errno === "407" ? "rejected" : errno === ABORTED ? "http-timed-out" : "http-closed";
    case "http":
      return errno === ABORTED ? "http-timed-out" : "http-closed";
  }
}

/** Without its query: that of a storage's URL is as good as a password. */
export function shownUrl(url: string): string {
  return url.split(/[?#]/)[0] ?? "";
}

/** Where a redirect leads, if that is an HTTP server. */
function absoluteUrl(location: string, base: string): string | undefined {
  if (!URL.canParse(location, base)) return undefined;
  const url = new URL(location, base);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
}
