/** OpenSSL's codes which mean that no trusted root vouches for a chain. @see https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/ */
const UNTRUSTED_ISSUER: ReadonlySet<string> = new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "INVALID_CA",
]);

/** @param verifyError OpenSSL's verdict; absent where it verified the chain. */
export function isOfUntrustedIssuer(verifyError: string | undefined): boolean {
  return verifyError !== undefined && UNTRUSTED_ISSUER.has(verifyError);
}
