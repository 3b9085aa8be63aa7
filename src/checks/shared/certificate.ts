import { fail, pass, type Judgement } from "../../model/check.ts";
import type { CauseCode, Messages } from "../../model/message.ts";
import type { CertificateEvidence, TlsEvidence } from "../../model/probe.ts";
import { isOfUntrustedIssuer } from "../../wire/openssl-verdicts.ts";
import { CLOCK_FAIL_MS } from "../../catalogue/clock.ts";
import { endpointOf, where, type HttpObservation } from "./conversation.ts";

type CertificateCode = {
  [K in CauseCode]: Messages["tls-expired"] extends Messages[K]
    ? Messages[K] extends Messages["tls-expired"]
      ? K
      : never
    : never;
}[CauseCode];

/** A certificate judged as the join script's wget would: dates, issuer, then name. */
export function publicCertificateFailure(seen: HttpObservation[], host: string): Judgement | undefined {
  for (const one of seen) {
    const tls = one.evidence?.tls;
    const leaf = tls?.chain[0];
    if (tls === undefined || leaf === undefined) continue;
    const code = verifyCode(tls);
    if (code === undefined) continue;
    if (code === "tls-invalid") {
      // OpenSSL has no name of its own for a signature that its security level does not allow.
      const weak = tls.chain.find(({ weakDigest, selfSigned }) => weakDigest !== undefined && !selfSigned);
      if (weak?.weakDigest !== undefined)
        return fail(
          "tls-weak-signature",
          { ...details(one, host, weak), digest: weak.weakDigest },
          measuredAt(one, host),
        );
      return fail(code, { ...details(one, host, leaf), verifyError: tls.verifyError ?? "" }, measuredAt(one, host));
    }
    const dated = datedFailure(one, host, tls, code);
    return dated ?? fail(code, details(one, host, leaf), measuredAt(one, host));
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
    if (code !== undefined) return fail(code, details(one, host, leaf), measuredAt(one, host));
  }
  return undefined;
}

export function trusted(key: "ok:tls" | "ok:tls-private-ca", one: HttpObservation, host: string): Judgement {
  const tls = one.evidence?.tls;
  const leaf = tls?.chain[0];
  const said = { protocol: tls?.protocol ?? "", issuer: leaf?.issuer ?? "", notAfter: leaf?.notAfter ?? "" };
  const asked = { endpoint: endpointOf(one, host), durationMs: tls?.handshakeMs ?? 0 };
  return pass(key, { ...where(one, host), ...said }, asked);
}

/** Any certificate of the chain may be out of its time, and what time it is the service itself may know better. */
function datedFailure(one: HttpObservation, host: string, { chain }: TlsEvidence, code: string): Judgement | undefined {
  if (code !== "tls-expired" && code !== "tls-not-yet-valid") return undefined;
  const response = one.evidence?.response;
  const [leaf] = chain;
  if (response === undefined || leaf === undefined) return undefined;
  const ownMs = response.receivedAtMs;
  const saidMs = Date.parse(response.headers["date"] ?? "");
  const isValidAt = (certificate: CertificateEvidence, atMs: number) =>
    Date.parse(certificate.notBefore) <= atMs && atMs <= Date.parse(certificate.notAfter);
  // Valid by the time that the service gives: it is this node's clock that is wrong.
  if (Math.abs(saidMs - ownMs) >= CLOCK_FAIL_MS && chain.every((certificate) => isValidAt(certificate, saidMs)))
    return fail(
      "tls-out-of-time-here",
      { ...details(one, host, leaf), said: new Date(saidMs).toISOString(), own: new Date(ownMs).toISOString() },
      measuredAt(one, host),
    );
  const depth = chain.findIndex((certificate) => !isValidAt(certificate, ownMs));
  const authority = chain[depth];
  if (depth <= 0 || authority === undefined) return undefined;
  return fail("tls-authority-expired", { ...details(one, host, authority), depth }, measuredAt(one, host));
}

function verifyCode({
  verifyError,
  nameMatches,
  trustedRoots,
  untrusted,
  chain,
}: TlsEvidence): CertificateCode | "tls-invalid" | undefined {
  if (verifyError === "CERT_HAS_EXPIRED") return "tls-expired";
  if (verifyError === "CERT_NOT_YET_VALID") return "tls-not-yet-valid";
  if (isOfUntrustedIssuer(verifyError)) {
    if (trustedRoots === 0) return "tls-no-ca-store";
    if (untrusted === "root-missing") return "tls-root-missing";
    return untrusted === "intermediate-missing" ? "tls-intermediate-missing" : "tls-untrusted-issuer";
  }
  if (verifyError !== undefined) return "tls-invalid";
  // Node would make do with the subject's common name; containerd and kubelet do not.
  if (chain[0]?.subjectAltNames.length === 0) return "tls-without-names";
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

function measuredAt(one: HttpObservation, host: string): Pick<Judgement, "endpoint" | "durationMs"> {
  return { endpoint: endpointOf(one, host), durationMs: one.evidence?.tls?.handshakeMs ?? one.durationMs };
}
