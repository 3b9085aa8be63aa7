import { readFile } from "node:fs/promises";
import tls from "node:tls";
import { errnoOf } from "./abort.ts";

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
    ...(await Promise.all(extraFiles.map((file) => readFile(file, "utf8")))),
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
      return await readFile(path, "utf8");
    } catch (error) {
      // A store that exists and cannot be read is as good as none for every other program too.
      if (!["ENOENT", "EACCES"].includes(errnoOf(error))) throw error;
    }
  }
  return "";
}

export function certificatesIn(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
