import { DOWNLOAD_STAGES, type DownloadEvidence, type Outcome } from "../model/probe.ts";
import { ABORTED } from "../world/world.ts";
import { connectOutcome, tlsOutcome } from "./errno.ts";

/** @param said by the world: where it arose, and the system's name for it. */
export function downloadFailure(url: string, said: string): { outcome: Outcome; evidence: DownloadEvidence } {
  const [named = "", errno = said] = said.split(":");
  const stage = DOWNLOAD_STAGES.find((each) => each === named);
  return {
    outcome: outcomeAt(stage, errno),
    evidence: { url: shownUrl(url), errno, ...(stage !== undefined && { stage }) },
  };
}

function outcomeAt(stage: DownloadEvidence["stage"], errno: string): Outcome {
  switch (stage) {
    case "name":
      return errno === "ENOTFOUND" ? "nxdomain" : errno === ABORTED ? "timed-out" : "servfail";
    case "tls":
      return tlsOutcome(errno);
    case "certificate":
      return "tls-alert";
    case "proxy":
      return errno === "407" ? "rejected" : errno === ABORTED ? "http-timed-out" : "http-closed";
    case "http":
      return errno === ABORTED ? "http-timed-out" : "http-closed";
    case "connect":
    case undefined:
      return connectOutcome(errno);
  }
}

/** Without its query: that of a storage's URL is as good as a password. */
export function shownUrl(url: string): string {
  return url.split(/[?#]/)[0] ?? "";
}

/** Where a redirect leads, if that is an HTTP server. */
export function absoluteUrl(location: string, base: string): string | undefined {
  if (!URL.canParse(location, base)) return undefined;
  const url = new URL(location, base);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
}
