import type { HostEvidence, HostFact, HostRequest, Seen } from "../model/probe.ts";
import { parseInterfaceCounters, parseNetstatCounter, parseRoutes } from "../wire/proc-net.ts";
import { parseHosts, parseOsRelease, parseResolvConf } from "../wire/system-files.ts";
import { printable } from "../wire/text.ts";
import type { World } from "../world/world.ts";
import { readFilters } from "./filters.ts";
import { readNeighbours } from "./neighbours.ts";
import { readPackageSources } from "./package-sources.ts";
import { readProxyEnvironments } from "./proxy-environments.ts";
import type { Prober } from "./prober.ts";

type Reader = (world: World, request: HostRequest, signal: AbortSignal) => Promise<HostEvidence | undefined>;

export const host: Prober<"host"> = async (request, world, signal): Promise<Seen<"host">> => {
  try {
    const evidence = await READERS[request.fact](world, request, signal);
    return evidence === undefined ? { outcome: "unknown" } : { outcome: "known", evidence };
  } catch (error) {
    // A file that is there and cannot be read: not known, which is not the same as empty.
    if (isUnreadable(error)) return { outcome: "unknown", reason: error.code };
    throw error;
  }
};

export function isUnreadable(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && UNREADABLE.has(String(error.code));
}

const MAX_LINE = 80;
const UNREADABLE = new Set(["EACCES", "EPERM", "EISDIR", "EIO", "ELOOP", "EFBIG", "EFTYPE"]);

const READERS: Record<HostFact, Reader> = {
  resolvers: async (world) => {
    const settings = parseResolvConf((await world.readText("/etc/resolv.conf")) ?? "");
    // systemd-resolved's stub hides the servers behind it; each of them is asked too.
    const stub = settings.servers.some((server) => server.startsWith("127.0.0.5"));
    const behind = stub
      ? parseResolvConf((await world.readText("/run/systemd/resolve/resolv.conf")) ?? "").servers
      : [];
    return {
      fact: "resolvers",
      servers: settings.servers,
      upstreams: behind.filter((server) => !settings.servers.includes(server)),
      searchDomains: settings.searchDomains,
      options: settings.options,
      ...(settings.isDefault && { unnamed: true as const }),
      ignored: settings.ignored.map((one) => ({ ...one, text: printable(one.text, MAX_LINE) })),
    };
  },
  // What else stands there is nobody's business: aliases of this node, names of other machines.
  "hosts-file": async (world, { names = [] }) => {
    const wanted = [...names, world.identity().hostname].map((name) => name.toLowerCase());
    const isWanted = (name: string) =>
      wanted.some((each) => name === each || (each.startsWith(".") && name.endsWith(each)));
    const entries = parseHosts((await world.readText("/etc/hosts")) ?? "").map((entry) => ({
      ip: entry.ip,
      names: entry.names.filter(isWanted),
    }));
    return { fact: "hosts-file", entries: entries.filter((entry) => entry.names.length > 0) };
  },
  distribution: async (world) => {
    const text = (await world.readText("/etc/os-release")) ?? (await world.readText("/usr/lib/os-release"));
    if (text === undefined) return undefined;
    const fields = parseOsRelease(text);
    return {
      fact: "distribution",
      id: printable(fields["ID"] ?? ""),
      idLike: (fields["ID_LIKE"] ?? "").split(" ").filter((id) => id !== ""),
      versionId: printable(fields["VERSION_ID"] ?? ""),
      prettyName: printable(fields["PRETTY_NAME"] ?? fields["NAME"] ?? ""),
    };
  },
  identity: async (world) => {
    const { hostname, kernel } = world.identity();
    const release = (await world.readText("/proc/sys/kernel/osrelease"))?.trim() ?? kernel;
    return { fact: "identity", hostname: printable(hostname), kernel: printable(release) };
  },
  links: readLinks,
  neighbours: readNeighbours,
  routes: async (world) => ({
    fact: "routes",
    routes: parseRoutes((await world.readText("/proc/net/route")) ?? "").map((row) => ({
      destination: `${row.destination}/${row.prefix}`,
      interface: row.interface,
    })),
  }),
  "reverse-path": readReversePath,
  filters: (world, _request, signal) => readFilters(world, signal),
  proxies: async (world) => ({ fact: "proxies", environments: await readProxyEnvironments(world) }),
  "package-sources": (world, _request, signal) => readPackageSources(world, signal),
  "clock-service": async (world, _request, signal) =>
    (await askChrony(world, signal)) ?? (await askNtpd(world, signal)) ?? (await askSystemd(world, signal)),
};

/** The larger of an interface's own setting and that of all counts: 1 drops what would not be answered by the same way. */
async function readReversePath(world: World): Promise<HostEvidence> {
  const routes = parseRoutes((await world.readText("/proc/net/route")) ?? "");
  const defaults = routes.filter(({ destination, prefix }) => destination === "0.0.0.0" && prefix === 0);
  const setting = async (name: string) =>
    Number((await world.readText(`/proc/sys/net/ipv4/conf/${name}/rp_filter`)) ?? 0);
  const ofAll = await setting("all");
  const names = [...new Set(routes.map((route) => route.interface))].sort();
  const settings = await Promise.all(names.map(setting));
  return {
    fact: "reverse-path",
    defaults: [...new Set(defaults.map((route) => printable(route.interface)))].sort(),
    strict: names.filter((_, index) => Math.max(ofAll, settings[index] ?? 0) === STRICT).map((name) => printable(name)),
    dropped: parseNetstatCounter((await world.readText("/proc/net/netstat")) ?? "", "IPReversePathFilter"),
  };
}

const STRICT = 1;

/** `chronyc -c tracking`: comma-separated; stratum is the third field, offset in seconds the fifth, leap status the last. */
async function askChrony(world: World, signal: AbortSignal): Promise<HostEvidence | undefined> {
  const fields = (await world.run("chronyc", ["-n", "-c", "tracking"], signal))?.trim().split(",");
  if (fields === undefined || fields.length < 14) return undefined;
  const offsetMs = Number(fields[4]) * 1000;
  // Its own clock in the place of a server's: exact by its own word, and right by nobody's.
  const isLocal = LOCAL_REFERENCE.test(fields[0] ?? "");
  return {
    fact: "clock-service",
    service: "chronyd",
    state: fields.at(-1) === "Not synchronised" || isLocal ? "unsynchronised" : "synchronised",
    stratum: Number(fields[2]),
    ...(Number.isFinite(offsetMs) && { offsetMs }),
  };
}

/** 127.127.1.x in hexadecimal: `local stratum` of chronyd, as ntpd numbers its own clock. */
const LOCAL_REFERENCE = /^7F7F01/i;

/** `ntpq -c rv`: comma-separated assignments; offset in milliseconds. */
async function askNtpd(world: World, signal: AbortSignal): Promise<HostEvidence | undefined> {
  const text = await world.run("ntpq", ["-n", "-c", "rv 0 leap,stratum,offset,refid"], signal);
  const value = (name: string) => new RegExp(`\\b${name}=([^,\\s]+)`).exec(text ?? "")?.[1];
  const [leap, stratum, offset] = [value("leap"), Number(value("stratum")), Number(value("offset"))];
  if (leap === undefined) return undefined;
  const isLocal = /^(?:LOCAL|127\.127\.1\.)/.test(value("refid") ?? "");
  return {
    fact: "clock-service",
    service: "ntpd",
    state: leap === "11" || stratum >= 16 || isLocal ? "unsynchronised" : "synchronised",
    ...(Number.isFinite(stratum) && { stratum }),
    ...(Number.isFinite(offset) && { offsetMs: offset }),
  };
}

async function askSystemd(world: World, signal: AbortSignal): Promise<HostEvidence | undefined> {
  const answer = (await world.run("timedatectl", ["show", "--property=NTPSynchronized", "--value"], signal))?.trim();
  if (answer !== "yes" && answer !== "no") return undefined;
  return {
    fact: "clock-service",
    service: "systemd",
    state: answer === "yes" ? "synchronised" : "unsynchronised",
  };
}

async function readLinks(world: World): Promise<HostEvidence> {
  const addresses = world.localAddresses();
  const counters = parseInterfaceCounters((await world.readText("/proc/net/dev")) ?? "");
  const links = await Promise.all(
    counters.map(async (counter) => ({
      ...counter,
      name: printable(counter.name),
      mtu: Number((await world.readText(`/sys/class/net/${counter.name}/mtu`)) ?? 0),
      addresses: addresses.get(counter.name) ?? [],
    })),
  );
  return { fact: "links", links: links.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
