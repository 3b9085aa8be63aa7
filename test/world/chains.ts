import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as Crypto);

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;

/** A certificate with its key, by which others can be issued. */
export interface Issued {
  certificate: x509.X509Certificate;
  keys: CryptoKeyPair;
}

interface Wanted {
  name: string;
  /** Absent: its own. */
  issuer?: Issued;
  isAuthority?: boolean;
  names?: readonly string[];
  /** Days from now. */
  validFrom?: number;
  validUntil?: number;
  /** Where the issuer's certificate is to be had. */
  issuerAt?: string;
  /** What is signed over. */
  digest?: "SHA-1" | "SHA-256";
}

export async function issue(wanted: Wanted): Promise<Issued> {
  const { name, issuer, isAuthority = false, names = [], validFrom = -10, validUntil = 10, issuerAt } = wanted;
  const signingAlgorithm = { ...ALGORITHM, hash: wanted.digest ?? "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString("hex"),
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    notBefore: new Date(Date.now() + validFrom * DAY_MS),
    notAfter: new Date(Date.now() + validUntil * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      ...(names.length > 0
        ? [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value })))]
        : []),
      ...(issuerAt === undefined ? [] : [new x509.AuthorityInfoAccessExtension({ caIssuers: issuerAt })]),
    ],
  });
  return { certificate, keys };
}

export async function keyOf({ keys }: Issued): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
}

export const pem = (...issued: Issued[]): string =>
  issued.map(({ certificate }) => certificate.toString("pem")).join("\n");
