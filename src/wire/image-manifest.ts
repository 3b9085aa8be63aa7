import { parseJson, fieldsOf } from "./json.ts";

/** What to ask for: an index of manifests, or one. */
export const MANIFEST_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Of an index the digest of this architecture's manifest, of a manifest its smallest layer; nothing of what is neither. */
export function readManifest(text: string, architecture: string): { manifest: string } | { layer: string } | undefined {
  const { manifests, layers } = fieldsOf(parseJson(text));
  if (Array.isArray(manifests)) {
    const own = manifests.map(fieldsOf).find(({ platform }) => {
      const { os, architecture: named } = fieldsOf(platform);
      return os === "linux" && named === architecture;
    });
    const digest = digestOf(own);
    return digest === undefined ? undefined : { manifest: digest };
  }
  if (!Array.isArray(layers)) return undefined;
  const smallest = layers
    .map(fieldsOf)
    .filter(({ size }) => typeof size === "number")
    .sort((a, b) => Number(a["size"]) - Number(b["size"]))[0];
  const digest = digestOf(smallest);
  return digest === undefined ? undefined : { layer: digest };
}

/** The token of an authentication service's answer. */
export function tokenIn(text: string): string | undefined {
  const { token, access_token: accessToken } = fieldsOf(parseJson(text));
  const found = token ?? accessToken;
  // It goes into a header.
  return typeof found === "string" && /^[\x21-\x7e]{1,8192}$/.test(found) ? found : undefined;
}

function digestOf(value: Record<string, unknown> | undefined): string | undefined {
  const digest = value?.["digest"];
  return typeof digest === "string" && DIGEST.test(digest) ? digest : undefined;
}
