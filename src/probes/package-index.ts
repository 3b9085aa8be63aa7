import type { PackageSource } from "../model/package-source.ts";
import type { PackageIndexEvidence, Seen } from "../model/probe.ts";
import { isIndex, mirrorsIn, PackageSearch, primaryOf } from "../wire/package-sources.ts";
import type { World } from "../world/world.ts";
import { cutOff, follow, textOf, type Followed } from "./downloads.ts";
import type { Prober } from "./prober.ts";

/** Of an index: those of whole distributions are a third of it. */
const MAX_INDEX_BYTES = 1_048_576;
/** Of a list of packages. Ubuntu's universe has 15 MB, and 70 unpacked. */
const LIST_LIMITS = { packed: 48 * 1_048_576, unpacked: 512 * 1_048_576 };
const MAX_REDIRECTS = 5;
const MAX_MIRRORS = 3;

/** Fetches what a package manager fetches first, and then looks the packages up in its list, which is read and not kept. */
export const packageIndex: Prober<"package-index"> = async (request, world, signal): Promise<Seen<"package-index">> => {
  const { source, packages } = request;
  const bases = await basesOf(source, world, signal);
  if (!bases.ok) return bases.seen;
  let last: Seen<"package-index"> = { outcome: "malformed", reason: "no mirror" };
  for (const base of bases.value) {
    const index = await fetchIndex(source, base, world, signal);
    if (!index.ok) {
      last = index.seen;
      continue;
    }
    const found = await search(source, base, index.value.text, packages, world, signal);
    return { outcome: "answer", evidence: { ...index.value.evidence, ...(found !== undefined && { found }) } };
  }
  return last;
};

type Fetched<T> = { ok: true; value: T } | { ok: false; seen: Seen<"package-index"> };
interface Text {
  text: string;
  evidence: PackageIndexEvidence;
}

/** What the index may be under: where a list of mirrors says so, the first few of them. */
async function basesOf(source: PackageSource, world: World, signal: AbortSignal): Promise<Fetched<string[]>> {
  if (source.base !== undefined) return { ok: true, value: [source.base] };
  const { mirrors } = source;
  if (mirrors === undefined) return { ok: true, value: [] };
  const list = await fetchText(mirrors.url, source, world, signal);
  if (!list.ok) return list;
  const bases = mirrorsIn(mirrors.kind, list.value.text).slice(0, MAX_MIRRORS);
  if (bases.length === 0) return { ok: false, seen: { outcome: "malformed", evidence: list.value.evidence } };
  return { ok: true, value: bases };
}

async function fetchIndex(
  source: PackageSource,
  base: string,
  world: World,
  signal: AbortSignal,
): Promise<Fetched<Text>> {
  const names = source.format === "deb" ? ["InRelease", "Release"] : ["repodata/repomd.xml"];
  let fetched: Fetched<Text> = { ok: false, seen: { outcome: "missing" } };
  for (const name of names) {
    fetched = await fetchText(`${base}${name}`, source, world, signal);
    if (fetched.ok) {
      const { text, evidence } = fetched.value;
      return isIndex(source.format, text) ? fetched : { ok: false, seen: { outcome: "malformed", evidence } };
    }
    if (fetched.seen.outcome !== "missing") break;
  }
  return fetched;
}

async function fetchText(
  url: string,
  source: PackageSource,
  world: World,
  signal: AbortSignal,
): Promise<Fetched<Text>> {
  const opened = await open(url, source, world, signal);
  if (!opened.ok) return { ok: false, seen: { outcome: opened.outcome, evidence: opened.evidence } };
  const { download, evidence } = opened;
  const text = await textOf(download, MAX_INDEX_BYTES);
  return text === undefined
    ? { ok: false, seen: { outcome: cutOff(signal), evidence: { ...evidence, stage: "http" } } }
    : { ok: true, value: { text, evidence } };
}

/** Follows redirects, as apt and curl do. */
function open(
  url: string,
  { proxy, anyCertificate }: PackageSource,
  world: World,
  signal: AbortSignal,
): Promise<Followed> {
  const settings = { ...(proxy !== undefined && { proxy }), ...(anyCertificate === true && { anyCertificate }) };
  return follow(url, MAX_REDIRECTS, (at) => ({ url: at, ...settings }), world, signal);
}

/** @returns undefined where a list cannot be had, or is packed in a way that cannot be read here. */
async function search(
  source: PackageSource,
  base: string,
  index: string,
  packages: readonly string[],
  world: World,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const found = new PackageSearch(source.format, packages);
  if (packages.length === 0) return [];
  const primary = source.format === "rpm" ? primaryOf(index) : undefined;
  const lists =
    source.format === "deb" ? source.lists.map((list) => `${list}.gz`) : primary === undefined ? [] : [primary];
  if (lists.length === 0 || !lists.every((list) => list.endsWith(".gz"))) return undefined;
  let searched = 0;
  for (const list of lists) {
    if (found.isComplete) break;
    const end = await searchList(`${base}${list}`, found, source, world, signal);
    if (end === "unread") return undefined;
    // Not every archive has a list of its own for what is of no architecture.
    if (end === "searched") searched += 1;
  }
  return searched === 0 ? undefined : found.found;
}

async function searchList(
  url: string,
  found: PackageSearch,
  source: PackageSource,
  world: World,
  signal: AbortSignal,
): Promise<"searched" | "absent" | "unread"> {
  const opened = await open(url, source, world, signal);
  if (!opened.ok) return opened.outcome === "missing" ? "absent" : "unread";
  const { download } = opened;
  const lines = world.unpackedLines(download.body, LIST_LIMITS);
  try {
    for (;;) {
      const { done, value } = await lines.next();
      if (done === true) return value ? "searched" : "unread";
      for (const line of value) found.line(line);
      if (found.isComplete) return "searched";
    }
  } finally {
    await lines.return(false);
    download.close();
  }
}
