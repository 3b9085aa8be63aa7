import { X509Certificate } from "node:crypto";
import tls from "node:tls";
import type { RootsProblem } from "../model/message.ts";
import { errnoOf } from "./errno.ts";
import { readBounded } from "./files.ts";

/** Where distributions keep the roots that wget and containerd trust; Go's crypto/x509 looks in the same order. */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

export interface Trust {
  context: tls.SecureContext;
  roots: number;
  /** What a current public bundle trusts, as evidence only: this runtime's own. */
  publicRoots: readonly string[];
}

/**
 * The system's CA store and the extra files, and nothing else: Node's own bundled roots would vouch for certificates
 * that the join script's wget refuses.
 */
export async function loadTrust(extraFiles: readonly string[]): Promise<Trust> {
  const texts = [
    await readFirst(SYSTEM_BUNDLES),
    ...(await Promise.all(extraFiles.map((file) => readBounded(file, "roots")))),
  ];
  const ca = texts.flatMap((text) => certificatesIn(text));
  return {
    context: tls.createSecureContext({ ca, minVersion: "TLSv1.2" }),
    roots: ca.length,
    publicRoots: tls.rootCertificates,
  };
}

async function readFirst(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    try {
      return await readBounded(path, "roots");
    } catch (error) {
      // A store that exists and cannot be read is as good as none for every other program too.
      if (!["ENOENT", "EACCES", "EFTYPE"].includes(errnoOf(error))) throw error;
    }
  }
  return "";
}

export function certificatesIn(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** @returns what is wrong with a file of trusted roots, if anything is. */
export async function rootsProblem(file: string): Promise<RootsProblem | undefined> {
  try {
    const certificates = certificatesIn(await readBounded(file, "roots"));
    if (certificates.length === 0) return "no-certificate";
    for (const certificate of certificates) new X509Certificate(certificate);
    return undefined;
  } catch (error) {
    const errno = errnoOf(error);
    return errno.startsWith("ERR_OSSL") ? "malformed-certificate" : { errno };
  }
}
