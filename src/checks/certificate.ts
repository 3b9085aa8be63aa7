import { fail, type Judgement } from "../model/check.ts";
import type { CauseCode, Messages } from "../model/message.ts";
import type { CertificateEvidence, TlsEvidence } from "../model/probe.ts";
import { endpointOf, where, type HttpObservation } from "./conversation.ts";

type CertificateCode = {
  [K in CauseCode]: Messages["tls-expired"] extends Messages[K]
    ? Messages[K] extends Messages["tls-expired"]
      ? K
      : never
    : never;
}[CauseCode];

/** OpenSSL's names for its verdicts. */
const UNTRUSTED = new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "INVALID_CA",
]);

/** A certificate judged as the join script's wget would: dates, issuer, then name. */
export function publicCertificateFailure(seen: HttpObservation[], host: string): Judgement | undefined {
  for (const one of seen) {
    const tls = one.evidence?.tls;
    const leaf = tls?.chain[0];
    if (tls === undefined || leaf === undefined) continue;
    const code = verifyCode(tls);
    if (code === undefined) continue;
    if (code === "tls-invalid")
      return fail(code, { ...details(one, host, leaf), verifyError: tls.verifyError ?? "" }, place(one, host));
    return fail(code, details(one, host, leaf), place(one, host));
  }
  return undefined;
}

/** A certificate of the cluster's own CA: no public root vouches for it, but its dates and names still count. */
export function privateCertificateFailure(seen: HttpObservation[], host: string): Judgement | undefined {
  for (const one of seen) {
    const leaf = one.evidence?.tls?.chain[0];
    if (leaf === undefined) continue;
    const nowMs = one.evidence?.response?.receivedAtMs;
    const code = privateCode(leaf, one.evidence?.tls?.nameMatches, nowMs);
    if (code !== undefined) return fail(code, details(one, host, leaf), place(one, host));
  }
  return undefined;
}

function verifyCode({
  verifyError,
  nameMatches,
  trustedRoots,
}: TlsEvidence): CertificateCode | "tls-invalid" | undefined {
  if (verifyError === "CERT_HAS_EXPIRED") return "tls-expired";
  if (verifyError === "CERT_NOT_YET_VALID") return "tls-not-yet-valid";
  if (verifyError !== undefined && UNTRUSTED.has(verifyError))
    return trustedRoots === 0 ? "tls-no-ca-store" : "tls-untrusted-issuer";
  if (verifyError !== undefined) return "tls-invalid";
  return nameMatches === false ? "tls-wrong-name" : undefined;
}

function privateCode(
  leaf: CertificateEvidence,
  nameMatches: boolean | undefined,
  nowMs: number | undefined,
): CertificateCode | undefined {
  if (nowMs !== undefined && Date.parse(leaf.notAfter) < nowMs) return "tls-expired";
  if (nowMs !== undefined && Date.parse(leaf.notBefore) > nowMs) return "tls-not-yet-valid";
  return nameMatches === false ? "tls-wrong-name" : undefined;
}

function details(one: HttpObservation, host: string, leaf: CertificateEvidence): Messages["tls-expired"] {
  return {
    ...where(one, host),
    subject: leaf.subject,
    issuer: leaf.issuer,
    names: leaf.subjectAltNames,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
  };
}

function place(one: HttpObservation, host: string): Pick<Judgement, "endpoint" | "durationMs"> {
  return { endpoint: endpointOf(one, host), durationMs: one.evidence?.tls?.handshakeMs ?? one.durationMs };
}
