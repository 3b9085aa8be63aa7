import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { isIpv4 } from "../../src/wire/cidr.ts";
import type { CertificateSpec } from "./topology.ts";

x509.cryptoProvider.set(webcrypto as Crypto);

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;

/** Real chains take several packets, and a hole in the path's MTU shows only then. */
const NETSCAPE_COMMENT = "2.16.840.1.113730.1.13";
const IA5_STRING_OF_3000 = Buffer.concat([Buffer.from([0x16, 0x82, 0x0b, 0xb8]), Buffer.alloc(3_000, "x")]);

export interface KeyAndCertificate {
  certificate: string;
  key: string;
}

interface Authority {
  certificate: x509.X509Certificate;
  keys: CryptoKeyPair;
}

/**
 * The lab's certification authorities: one that the node trusts, the cluster's own, and one that nobody knows. What is
 * asked for again is the same certificate: to make one takes 20 ms.
 */
export class Certificates {
  readonly #authorities: Map<CertificateSpec["issuer"], Promise<Authority>> = new Map();
  readonly #issued = new Map<string, Promise<KeyAndCertificate>>();

  async root(issuer: CertificateSpec["issuer"]): Promise<string> {
    return (await this.#authority(issuer)).certificate.toString("pem");
  }

  issue(spec: CertificateSpec): Promise<KeyAndCertificate> {
    const asked = JSON.stringify(spec);
    let issued = this.#issued.get(asked);
    if (issued === undefined) this.#issued.set(asked, (issued = this.#make(spec)));
    return issued;
  }

  async #make(spec: CertificateSpec): Promise<KeyAndCertificate> {
    const authority = await this.#authority(spec.issuer);
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    const now = Date.now();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: randomSerial(),
      subject: [{ CN: [spec.names[0] ?? "unnamed"] }],
      issuer: authority.certificate.subject,
      notBefore: new Date(now - 60 * DAY_MS),
      notAfter: new Date(spec.expired === true ? now - 30 * DAY_MS : now + 30 * DAY_MS),
      publicKey: keys.publicKey,
      signingKey: authority.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          spec.names.map((name) => ({ type: isIpv4(name) ? ("ip" as const) : ("dns" as const), value: name })),
        ),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.Extension(NETSCAPE_COMMENT, false, IA5_STRING_OF_3000),
      ],
    });
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
    return {
      certificate: certificate.toString("pem"),
      key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    };
  }

  #authority(issuer: CertificateSpec["issuer"]): Promise<Authority> {
    let authority = this.#authorities.get(issuer);
    if (authority === undefined) {
      authority = makeAuthority(issuer);
      this.#authorities.set(issuer, authority);
    }
    return authority;
  }
}

async function makeAuthority(name: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: `CN=${name} root, O=edge-preflight lab`,
    notBefore: new Date(Date.now() - 365 * DAY_MS),
    notAfter: new Date(Date.now() + 365 * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate, keys };
}

function randomSerial(): string {
  return Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString("hex");
}
