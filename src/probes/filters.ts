import { isNotPermitted } from "./errno.ts";
import type { FilterRuleset, UnreadFilter } from "../model/filter.ts";
import type { HostEvidence } from "../model/probe.ts";
import { kindOfSave, parseIptablesSave, type IptablesKind } from "../packet-filter/iptables.ts";
import { isWhole, NO_LISTING, parseNftListing, parseNftRuleset } from "../packet-filter/nft.ts";
import type { World } from "../world/world.ts";

/**
 * The rules of nftables and of both iptables, each read once. What could not be read is said, since it is not the same as
 * no rules.
 * @returns undefined where this user may not read them.
 */
export async function readFilters(world: World, signal: AbortSignal): Promise<HostEvidence | undefined> {
  const programs = await findPrograms(world);
  const [nft, legacyTables] = await Promise.all([readNft(world, programs, signal), legacyTablesIn(world)]);
  if (nft === undefined && legacyTables === "unreadable") return undefined;
  const keptByIptables = nft === undefined || nft.hasIptablesTables;
  const saves = await readSaves(world, programs, keptByIptables, legacyTables !== "none", signal);
  const unread: UnreadFilter[] = [];
  const ruleset: FilterRuleset = { chains: [], sets: [], bridges: [] };
  const compatible = saves.get("iptables");
  if (nft !== undefined) {
    const elsewhere = new Set((compatible?.tables ?? []).map((table) => `ip ${table}`));
    const parsed = parseNftRuleset(nft.documents, nft.listing, elsewhere, nft.setsAreOpen);
    if (parsed === undefined) unread.push({ what: "nftables" });
    ruleset.chains.push(...(parsed?.chains ?? []));
    ruleset.sets.push(...(parsed?.sets ?? []));
  } else if (await mayUseNftables(world))
    unread.push({ what: "nftables", ...(programs.has("nft") ? {} : { missing: "nft" }) });
  for (const { chains } of saves.values()) ruleset.chains.push(...chains);
  if (legacyTables !== "none" && !saves.has("iptables-legacy"))
    unread.push({
      what: "iptables-legacy",
      ...(programs.has("iptables-legacy-save") ? {} : { missing: "iptables-legacy-save" }),
    });
  if (ruleset.chains.some(({ bridge }) => bridge === true)) ruleset.bridges = await bridgesOf(world);
  return { fact: "filters", ruleset, unread };
}

const PROGRAMS = ["nft", "iptables-nft-save", "iptables-legacy-save", "iptables-save"] as const;
type Program = (typeof PROGRAMS)[number];

async function findPrograms(world: World): Promise<ReadonlySet<Program>> {
  const paths = await world.findPrograms(PROGRAMS);
  return new Set(PROGRAMS.filter((name) => paths.some((path) => path.endsWith(`/${name}`))));
}

interface NftText {
  documents: string[];
  listing: ReturnType<typeof parseNftListing>;
  /** Sets were left out. */
  setsAreOpen: boolean;
  hasIptablesTables: boolean;
}

async function readNft(
  world: World,
  programs: ReadonlySet<Program>,
  signal: AbortSignal,
): Promise<NftText | undefined> {
  if (!programs.has("nft")) return undefined;
  const startedAtMs = world.clock.elapsedMs();
  const terse = await world.run("nft", ["-j", "-t", "list", "ruleset"], signal);
  const tookMs = world.clock.elapsedMs() - startedAtMs;
  // Before 0.9.1 it knows no terse form.
  const brief = terse ?? (await world.run("nft", ["-j", "list", "ruleset"], signal));
  if (brief === undefined) return undefined;
  const hasChains = /"chain":/.test(brief) || !isWhole(brief);
  const hasSets = terse !== undefined && /"(?:set|map)": ?\{"family"/.test(brief);
  const [words, whole] = await Promise.all([
    hasChains ? world.run("nft", ["-a", ...(terse === undefined ? [] : ["-t"]), "list", "ruleset"], signal) : undefined,
    hasSets && isWhole(brief)
      ? readWholeRuleset(world, SET_PATIENCE_MS + SET_PATIENCE_FACTOR * tookMs, signal)
      : undefined,
  ]);
  // Only nft's text tells which tables are dormant and which devices a chain is for. Without it, rules that are not in force would
  // be judged as if they were.
  if (hasChains && words === undefined) return undefined;
  const listing = words === undefined ? NO_LISTING : parseNftListing(words);
  const document = whole ?? brief;
  // Some versions break off at a table with flags: then each that is in force is asked for by itself.
  const documents = isWhole(document) ? [document] : await readTables(world, listing, signal);
  return {
    documents: documents ?? [document],
    listing,
    setsAreOpen: hasSets && whole === undefined && isWhole(document),
    hasIptablesTables:
      !isWhole(brief) || /"table": ?\{"family": ?"ip", "name": ?"(?:raw|mangle|nat|filter|security)"/.test(brief),
  };
}

/** @returns undefined where one of them could not be read. */
async function readTables(
  world: World,
  { tables, dormant }: NftText["listing"],
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const inForce = tables.filter((table) => !dormant.has(table));
  const texts = await Promise.all(
    inForce.map((table) => world.run("nft", ["-j", "list", "table", ...table.split(" ")], signal)),
  );
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}

/** Sets of a hundred thousand addresses take nft seconds to print: what they hold is then not known. */
const SET_PATIENCE_MS = 120;
/** On a busy machine everything takes longer, as the listing without elements has. */
const SET_PATIENCE_FACTOR = 4;

async function readWholeRuleset(world: World, patienceMs: number, signal: AbortSignal): Promise<string | undefined> {
  const impatience = new AbortController();
  const callOff = world.clock.afterListening(patienceMs, () => {
    impatience.abort();
  });
  try {
    return await world.run("nft", ["-j", "list", "ruleset"], AbortSignal.any([signal, impatience.signal]));
  } finally {
    callOff();
  }
}

/** Which tables the older iptables has in the kernel; its own program would load them just by asking. */
async function legacyTablesIn(world: World): Promise<"some" | "none" | "unreadable"> {
  try {
    const text = await world.readText("/proc/net/ip_tables_names");
    return (text ?? "").trim() === "" ? "none" : "some";
  } catch (error) {
    if (error instanceof Error && "code" in error && isNotPermitted(String(error.code))) return "unreadable";
    throw error;
  }
}

async function readSaves(
  world: World,
  programs: ReadonlySet<Program>,
  wantsCompatible: boolean,
  wantsLegacy: boolean,
  signal: AbortSignal,
): Promise<Map<IptablesKind, ReturnType<typeof parseIptablesSave>>> {
  const wanted: Program[] = [];
  if (wantsCompatible) wanted.push(programs.has("iptables-nft-save") ? "iptables-nft-save" : "iptables-save");
  if (wantsLegacy) wanted.push(programs.has("iptables-legacy-save") ? "iptables-legacy-save" : "iptables-save");
  const found = [...new Set(wanted)].filter((program) => programs.has(program));
  const texts = await Promise.all(found.map((program) => world.run(program, [], signal)));
  const saves = new Map<IptablesKind, ReturnType<typeof parseIptablesSave>>();
  for (const text of texts) {
    if (text === undefined) continue;
    // A program that prints nothing has found no table of either kind.
    const kind = kindOfSave(text);
    if (!saves.has(kind) && text.trim() !== "") saves.set(kind, parseIptablesSave(text, kind));
  }
  return saves;
}

/** Without nft, the kernel itself tells: it has no rules where it has no such module, neither loaded nor built in. */
async function mayUseNftables(world: World): Promise<boolean> {
  const loaded = await world.readText("/proc/modules");
  if (loaded === undefined || /^nf_tables /m.test(loaded)) return true;
  const builtIn = await world.readText(`/lib/modules/${world.identity().kernel}/modules.builtin`);
  return builtIn === undefined || builtIn.includes("/nf_tables.ko");
}

async function bridgesOf(world: World): Promise<string[]> {
  const names = [...world.localAddresses().keys()].sort();
  const found = await Promise.all(names.map((name) => world.exists(`/sys/class/net/${name}/bridge`)));
  return names.filter((_, index) => found[index] === true);
}
