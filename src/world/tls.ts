import { X509Certificate } from "node:crypto";
import net from "node:net";
import tls from "node:tls";
import type { CertificateEvidence, TlsEvidence } from "../model/probe.ts";
import { weakDigestOf } from "../wire/certificate-signature.ts";
import { printable } from "../wire/text.ts";
import { onAbort } from "../waiting.ts";
import { errnoOf } from "./errno.ts";
import type { Trust } from "./trust.ts";
import { ABORTED } from "./world.ts";

export interface Handshake {
  evidence: TlsEvidence;
  errno?: string;
  socket?: tls.TLSSocket;
}

/** Completes whatever the certificate is worth: what it is worth is evidence, and an untrusted answer tells who answered. */
export function handshake(
  socket: net.Socket,
  serverName: string,
  trust: Trust,
  signal: AbortSignal,
): Promise<Handshake> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const secure = tls.connect({
      socket,
      secureContext: trust.context,
      ALPNProtocols: ["http/1.1"],
      rejectUnauthorized: false,
      // Names are compared below; left to Node, a wrong name would hide behind an untrusted issuer and the reverse.
      checkServerIdentity: () => undefined,
      ...(net.isIP(serverName) === 0 && { servername: serverName }),
    });
    const settle = (result: Handshake) => {
      stop();
      secure.off("close", closed);
      if (result.socket === undefined) secure.destroy();
      resolve(result);
    };
    const fail = (errno: string) => {
      settle({ evidence: { chain: [], trustedRoots: trust.roots, errno }, errno });
    };
    const closed = () => {
      fail("ECONNRESET");
    };
    const stop = onAbort(signal, () => {
      fail(ABORTED);
    });
    secure.once("secureConnect", () => {
      settle({ evidence: describe(secure, serverName, trust, performance.now() - startedAt), socket: secure });
    });
    // Stays, as on the socket below: an error after the handshake is the next holder's business, if anyone's.
    secure.on("error", (error) => {
      fail(errnoOf(error));
    });
    secure.once("close", closed);
  });
}

function describe(secure: tls.TLSSocket, serverName: string, trust: Trust, handshakeMs: number): TlsEvidence {
  const leaf = secure.getPeerCertificate(true);
  const verifyError = secure.authorizationError as unknown;
  return {
    handshakeMs,
    protocol: secure.getProtocol() ?? "unknown",
    cipher: secure.getCipher().name,
    chain: certificateChain(leaf),
    ...(secure.authorized
      ? {}
      : { verifyError: verifyError instanceof Error ? errnoOf(verifyError) : String(verifyError) }),
    ...(isUntrusted(verifyError) && { untrusted: whyUntrusted(leaf, trust.publicRoots) }),
    nameMatches: tls.checkServerIdentity(serverName, leaf) === undefined,
    trustedRoots: trust.roots,
  };
}

/** OpenSSL's verdicts that say: no trusted root vouches for it. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
]);

function isUntrusted(verifyError: unknown): boolean {
  return UNTRUSTED.has(verifyError instanceof Error ? errnoOf(verifyError) : String(verifyError));
}

/** By the last certificate that was sent: who has signed it, and whether that one is known anywhere. */
function whyUntrusted(leaf: tls.DetailedPeerCertificate, publicRoots: readonly string[]): TlsEvidence["untrusted"] {
  const sent = rawChain(leaf).map((raw) => new X509Certificate(raw));
  const isPublic = sent.some((one) => publicRoots.some((pem) => isIssuedBy(one, pem)));
  if (isPublic) return "root-missing";
  const last = sent.at(-1);
  // Public authorities tell in each certificate where its issuer's is to be had; boxes that make their own seldom do.
  const tellsIssuer = /CA Issuers - URI:/.test(last?.infoAccess ?? "");
  return last !== undefined && !last.checkIssued(last) && tellsIssuer ? "intermediate-missing" : "private-root";
}

function isIssuedBy(certificate: X509Certificate, pem: string): boolean {
  const root = publicRoot(pem);
  if (certificate.fingerprint256 === root.fingerprint256) return true;
  return certificate.checkIssued(root) && certificate.verify(root.publicKey);
}

/** Parsed only where a certificate is not trusted, and then once. */
const parsedRoots = new Map<string, X509Certificate>();

function publicRoot(pem: string): X509Certificate {
  const known = parsedRoots.get(pem) ?? new X509Certificate(pem);
  parsedRoots.set(pem, known);
  return known;
}

const MAX_CHAIN = 8;
const MAX_NAMES = 32;

function certificateChain(leaf: tls.DetailedPeerCertificate): CertificateEvidence[] {
  return rawChain(leaf).map((raw) => certificate(new X509Certificate(raw)));
}

function rawChain(leaf: tls.DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = [];
  const seen = new Set<string>();
  // Empty, whatever its type says, where the peer sent no certificate; and a chain may end without an issuer.
  let current: Partial<tls.DetailedPeerCertificate> | undefined = leaf;
  while (
    current?.raw !== undefined &&
    current.fingerprint256 !== undefined &&
    chain.length < MAX_CHAIN &&
    !seen.has(current.fingerprint256)
  ) {
    seen.add(current.fingerprint256);
    chain.push(current.raw);
    current = current.issuerCertificate;
  }
  return chain;
}

function certificate(x509: X509Certificate): CertificateEvidence {
  const weakDigest = weakDigestOf(x509.raw);
  return {
    subject: distinguishedName(x509.subject),
    issuer: distinguishedName(x509.issuer),
    subjectAltNames: (x509.subjectAltName ?? "")
      .split(", ")
      .filter((name) => name !== "")
      .slice(0, MAX_NAMES)
      .map((name) => printable(name)),
    notBefore: isoDate(x509.validFrom),
    notAfter: isoDate(x509.validTo),
    fingerprint256: x509.fingerprint256,
    selfSigned: x509.checkIssued(x509),
    ...(weakDigest !== undefined && { weakDigest }),
  };
}

/** Node prints one attribute a line. */
function distinguishedName(text: string): string {
  return printable(text.split("\n").join(", "));
}

function isoDate(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? printable(text) : date.toISOString();
}
