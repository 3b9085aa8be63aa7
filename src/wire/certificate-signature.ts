import type { WeakDigest } from "../model/probe.ts";

/** Signature algorithms by their object identifier's bytes: RFC 3279, section 2.2. */
const WEAK_ALGORITHMS: Readonly<Record<string, WeakDigest>> = {
  "2a864886f70d010104": "MD5",
  "2a864886f70d010105": "SHA-1",
  "2a8648ce3d0401": "SHA-1",
  "2a8648ce380403": "SHA-1",
};

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;

/**
 * The digest that a certificate's signature was made over, if it is a weak one. Node does not expose the signature's algorithm,
 * so it is read from the certificate itself.
 * @param der a certificate in DER, as in RFC 5280, section 4.1: its body, then the algorithm, then the signature.
 */
export function weakDigestOf(der: Uint8Array): WeakDigest | undefined {
  const certificate = elementAt(der, 0, SEQUENCE);
  const body = certificate && elementAt(der, certificate.start, SEQUENCE);
  const algorithm = body && elementAt(der, body.end, SEQUENCE);
  const identifier = algorithm && elementAt(der, algorithm.start, OBJECT_IDENTIFIER);
  if (identifier === undefined) return undefined;
  return WEAK_ALGORITHMS[Buffer.from(der.subarray(identifier.start, identifier.end)).toString("hex")];
}

/** Lengths of up to four bytes: a certificate's are two at most. */
const MAX_LENGTH_BYTES = 4;
const LONG_FORM = 0x80;

/** Where the content of an element is. @returns undefined where another element is, or none that fits. */
function elementAt(der: Uint8Array, offset: number, tag: number): { start: number; end: number } | undefined {
  const first = der[offset + 1];
  if (der[offset] !== tag || first === undefined) return undefined;
  let length = first;
  let start = offset + 2;
  if (first >= LONG_FORM) {
    const bytes = first - LONG_FORM;
    if (bytes === 0 || bytes > MAX_LENGTH_BYTES) return undefined;
    length = 0;
    for (const octet of der.subarray(start, start + bytes)) length = length * 256 + octet;
    start += bytes;
  }
  return start + length <= der.length ? { start, end: start + length } : undefined;
}
