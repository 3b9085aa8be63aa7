import type { ImageLayerEvidence, ImageLayerRequest, ProberOutcome, Seen } from "../model/probe.ts";
import { challengesIn } from "../wire/http-challenges.ts";
import { MANIFEST_TYPES, readManifest, tokenIn } from "../wire/image-manifest.ts";
import type { Download, World } from "../world/world.ts";
import { cutOff, follow, shownUrl, textOf } from "./downloads.ts";
import type { Prober } from "./prober.ts";

const MAX_TEXT_BYTES = 262_144;
/** Of the layer: enough to see that full packets come, little enough for any line. */
const LAYER_BYTES = 65_536;
const MAX_REDIRECTS = 3;

type Step = ImageLayerEvidence["step"];
type Taken<T> = { ok: true; value: T } | { ok: false; seen: Seen<"image-layer"> };

/** Pulls as containerd does without credentials: each request is a new one, and the layer comes from the storage. */
export const imageLayer: Prober<"image-layer"> = async (request, world, signal): Promise<Seen<"image-layer">> => {
  const pull = new Pull(request, world, signal);
  const layer = await pull.layerDigest();
  return layer.ok ? await pull.beginningOf(layer.value) : layer.seen;
};

class Pull {
  readonly #request: ImageLayerRequest;
  readonly #world: World;
  readonly #signal: AbortSignal;
  readonly #base: string;
  #token: string | undefined;

  constructor(request: ImageLayerRequest, world: World, signal: AbortSignal) {
    this.#request = request;
    this.#world = world;
    this.#signal = signal;
    this.#base = `https://${request.registry}/v2/${request.repository}`;
  }

  async layerDigest(): Promise<Taken<string>> {
    let reference = this.#request.tag;
    // An index of manifests, then the manifest of this architecture.
    for (let depth = 0; depth < 2; depth++) {
      const text = await this.#manifest(reference);
      if (!text.ok) return text;
      const found = readManifest(text.value, this.#request.architecture);
      if (found === undefined) return this.#end("manifest", "malformed", `${this.#base}/manifests/${reference}`);
      if ("layer" in found) return { ok: true, value: found.layer };
      reference = found.manifest;
    }
    return this.#end("manifest", "looped", `${this.#base}/manifests/${reference}`);
  }

  async beginningOf(digest: string): Promise<Seen<"image-layer">> {
    const opened = await this.#open("layer", `${this.#base}/blobs/${digest}`, this.#authorization());
    if (!opened.ok) return opened.seen;
    const { download, evidence } = opened;
    let octets = 0;
    try {
      for await (const chunk of download.body) {
        octets += chunk.length;
        if (octets >= LAYER_BYTES) break;
      }
      return { outcome: octets > 0 ? "delivered" : "malformed", evidence: { ...evidence, octets } };
    } catch {
      // It was cut off, or came to a halt.
      return { outcome: cutOff(this.#signal), evidence: { ...evidence, octets } };
    } finally {
      download.close();
    }
  }

  async #manifest(reference: string): Promise<Taken<string>> {
    const url = `${this.#base}/manifests/${reference}`;
    const ask = () => this.#open("manifest", url, { accept: MANIFEST_TYPES, ...this.#authorization() });
    const opened = await ask();
    if (opened.ok) return await this.#text("manifest", url, opened.download);
    if (opened.challenge === undefined || this.#token !== undefined) return opened;
    const token = await this.#fetchToken(opened.challenge, url);
    if (!token.ok) return token;
    this.#token = token.value;
    const again = await ask();
    return again.ok ? await this.#text("manifest", url, again.download) : again;
  }

  async #fetchToken(challenge: string, url: string): Promise<Taken<string>> {
    const bearer = challengesIn(challenge).find(({ scheme }) => scheme === "bearer")?.parameters;
    const realm = bearer?.["realm"];
    if (realm === undefined || !URL.canParse(realm)) return this.#end("token", "rejected", url);
    const asked = new URL(realm);
    if (bearer?.["service"] !== undefined) asked.searchParams.set("service", bearer["service"]);
    asked.searchParams.set("scope", `repository:${this.#request.repository}:pull`);
    const opened = await this.#open("token", asked.href, {});
    if (!opened.ok) return opened;
    const text = await this.#text("token", asked.href, opened.download);
    const token = text.ok ? tokenIn(text.value) : undefined;
    if (!text.ok) return text;
    return token === undefined ? this.#end("token", "malformed", asked.href) : { ok: true, value: token };
  }

  #authorization(): Record<string, string> {
    return this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
  }

  /** The token stays with the first host: another one's business is its own. */
  async #open(
    step: Step,
    url: string,
    headers: Record<string, string>,
  ): Promise<
    | { ok: true; download: Download; evidence: ImageLayerEvidence }
    | { ok: false; seen: Seen<"image-layer">; challenge?: string }
  > {
    const range: Record<string, string> = step === "layer" ? { range: `bytes=0-${LAYER_BYTES - 1}` } : {};
    let taken = step;
    const opened = await follow(
      url,
      MAX_REDIRECTS,
      (at, redirects) => {
        // A registry's redirect leads to the storage.
        if (step === "layer" && redirects > 0) taken = "storage";
        return { url: at, headers: redirects === 0 ? { ...headers, ...range } : range };
      },
      this.#world,
      this.#signal,
    );
    const evidence = { step: taken, ...opened.evidence };
    if (opened.ok) return { ok: true, download: opened.download, evidence };
    const { outcome, challenge } = opened;
    return { ok: false, seen: { outcome, evidence }, ...(challenge !== undefined && { challenge }) };
  }

  async #text(step: Step, url: string, download: Download): Promise<Taken<string>> {
    const text = await textOf(download, MAX_TEXT_BYTES);
    return text === undefined ? this.#end(step, cutOff(this.#signal), url) : { ok: true, value: text };
  }

  #end(step: Step, outcome: ProberOutcome<"image-layer">, url: string): { ok: false; seen: Seen<"image-layer"> } {
    return { ok: false, seen: { outcome, evidence: { step, url: shownUrl(url) } } };
  }
}
