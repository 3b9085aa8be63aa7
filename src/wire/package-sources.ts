import type { PackageSource } from "../model/package-source.ts";

/** What is printed of each list of packages, one a line. */
export const APT_TARGET_FORMAT = "$(BASE_URI)\t$(METAKEY)\t$(RELEASE)\t$(CREATED_BY)";

/**
 * @param targets printed by `apt-get indextargets --format`: apt has read its sources of both forms.
 * @param settings printed by `apt-config dump`.
 * @param variables the environment's proxy settings.
 */
export function aptSources(
  targets: string,
  settings: string,
  variables: Readonly<Record<string, string>>,
): PackageSource[] {
  const acquire = acquireSettings(settings);
  const sources = new Map<string, PackageSource>();
  for (const line of targets.split("\n")) {
    const [base = "", list = "", release = "", kind] = line.split("\t");
    if (kind !== "Packages") continue;
    const known = sources.get(base) ?? aptSource(base, release, acquire, variables);
    if (!known.lists.includes(list)) known.lists.push(list);
    sources.set(base, known);
  }
  return [...sources.values()];
}

function aptSource(
  base: string,
  release: string,
  acquire: ReadonlyMap<string, string>,
  variables: Readonly<Record<string, string>>,
): PackageSource {
  const source = { name: release, format: "deb" as const, lists: [] };
  const url = URL.canParse(base) ? new URL(base) : undefined;
  const scheme = /^https?(?=:$)/.exec(url?.protocol ?? "")?.[0];
  if (url === undefined || scheme === undefined) {
    const isLocal = /^(?:file|copy|cdrom):/.test(base);
    return { ...source, base: withoutUser(base), unasked: isLocal ? "local" : "method" };
  }
  // What is not said for https is as for http.
  const setting = (name: string) =>
    acquire.get(`${scheme}::${name}`.toLowerCase()) ?? acquire.get(`http::${name}`.toLowerCase());
  if (setting("Proxy-Auto-Detect") ?? setting("ProxyAutoDetect"))
    return { ...source, base: withoutUser(base), unasked: "proxy-program" };
  const chosen = setting(`Proxy::${url.hostname}`) ?? (setting("Proxy") || fromEnvironment(scheme, variables));
  const isDirect = chosen === undefined || chosen === "" || chosen === "DIRECT";
  const isExempt = isListed(variables["no_proxy"] ?? "", url.hostname);
  const isUnverified = setting("Verify-Peer") === "false" || setting("CaInfo") !== undefined;
  return {
    ...source,
    base: withoutUser(base),
    ...(!isDirect && !isExempt && { proxy: withoutUser(chosen) }),
    ...(isUnverified && { anyCertificate: true }),
    ...((hasUser(base) || (!isDirect && !isExempt && hasUser(chosen))) && { credentials: true }),
  };
}

/** apt's CheckDomainList(): whatever the host ends with, at a dot or not. */
function isListed(noProxy: string, host: string): boolean {
  return noProxy
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== "" && host.toLowerCase().endsWith(entry));
}

function fromEnvironment(scheme: string, variables: Readonly<Record<string, string>>): string | undefined {
  return variables[`${scheme}_proxy`] ?? variables["all_proxy"];
}

/** Lines such as `Acquire::http::Proxy "http://10.0.0.1:3128";`, as `http::proxy` and its value: apt ignores the case of names. */
function acquireSettings(dump: string): Map<string, string> {
  return new Map(
    dump.split("\n").flatMap((line): [string, string][] => {
      const [, key, value] = /^Acquire::([^\s"]+) "(.*)";$/i.exec(line) ?? [];
      return key === undefined || value === undefined || value === "" ? [] : [[key.toLowerCase(), value]];
    }),
  );
}

export interface YumFacts {
  /** The files of yum.repos.d, and before them yum.conf or dnf.conf, each by its text. */
  files: readonly string[];
  variables: Readonly<Record<string, string>>;
  /** The environment's proxy settings. */
  environment: (url: string) => string | undefined;
}

/** The enabled repositories of yum and dnf. */
export function yumSources({ files, variables, environment }: YumFacts): PackageSource[] {
  const sections = new Map<string, Map<string, string>>();
  for (const file of files)
    for (const [name, options] of iniSections(file))
      sections.set(name, new Map([...(sections.get(name) ?? []), ...options]));
  const main = sections.get("main") ?? new Map<string, string>();
  return [...sections]
    .filter(([name, options]) => name !== "main" && isOn(options.get("enabled") ?? "1"))
    .flatMap(([name, options]) => {
      const value = (key: string) => {
        const text = options.get(key) ?? main.get(key);
        return text === undefined ? undefined : substituted(text, variables);
      };
      return yumSource(substituted(name, variables), value, environment);
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function yumSource(
  name: string,
  value: (key: string) => string | undefined,
  environment: YumFacts["environment"],
): PackageSource[] {
  const [base] = (value("baseurl") ?? "").split(/[\s,]+/).filter((url) => url !== "");
  const metalink = value("metalink");
  const mirrorlist = value("mirrorlist");
  // dnf prefers them in this order; a mirror list of Fedora's may be a metalink by another name.
  const mirrors =
    metalink !== undefined
      ? { kind: "metalink" as const, url: metalink }
      : mirrorlist !== undefined
        ? { kind: mirrorlist.includes("metalink") ? ("metalink" as const) : ("mirrorlist" as const), url: mirrorlist }
        : undefined;
  const url = mirrors?.url ?? base;
  if (url === undefined) return [];
  const proxySetting = value("proxy");
  const isDirect = proxySetting === "" || proxySetting === "_none_";
  const proxy = isDirect ? undefined : (proxySetting ?? environment(url));
  const isUnverified = !isOn(value("sslverify") ?? "1") || value("sslcacert") !== undefined;
  const hasCredentials =
    hasUser(url) || hasUser(proxy ?? "") || value("username") !== undefined || value("proxy_username") !== undefined;
  return [
    {
      name,
      format: "rpm",
      lists: [],
      ...(mirrors === undefined
        ? { base: withoutUser(url.endsWith("/") ? url : `${url}/`) }
        : { mirrors: { ...mirrors, url: withoutUser(mirrors.url) } }),
      ...(proxy !== undefined && { proxy: withoutUser(proxy) }),
      ...(isUnverified && { anyCertificate: true }),
      ...(isOn(value("skip_if_unavailable") ?? "0") && { optional: true }),
      ...(hasCredentials && { credentials: true }),
      ...(!/^https?:/.test(url) && { unasked: url.startsWith("file:") ? ("local" as const) : ("method" as const) }),
    },
  ];
}

function isOn(value: string): boolean {
  return /^(?:1|yes|true|on)$/i.test(value.trim());
}

/** As Python's ConfigParser reads them: what begins with white space goes on with the line before. */
function iniSections(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let options: Map<string, string> | undefined;
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const section = /^\[([^\]]+)\]/.exec(line)?.[1];
    const [, key, value] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (section !== undefined) {
      options = sections.get(section) ?? new Map<string, string>();
      sections.set(section, options);
      last = undefined;
    } else if (/^\s/.test(line)) {
      if (last !== undefined) options?.set(last, `${options.get(last) ?? ""}\n${line.trim()}`);
    } else if (key !== undefined) {
      last = key.toLowerCase();
      options?.set(last, (value ?? "").trim());
    }
  }
  return sections;
}

/** `$basearch` and `${basearch}`; what has no value stays as it stands. */
function substituted(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain ?? "";
    return variables[name] ?? variables[name.toLowerCase()] ?? whole;
  });
}

/** The URLs in a list of mirrors, the preferred ones first: each is what an index is under. */
export function mirrorsIn(kind: "mirrorlist" | "metalink", text: string): string[] {
  if (kind === "mirrorlist")
    return text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => /^https?:\/\//.test(line))
      .map((url) => (url.endsWith("/") ? url : `${url}/`));
  const found = [
    ...text.matchAll(/<url\b([^>]{0,200})>\s*(https?:\/\/[^\s<]{1,500}?)repodata\/repomd\.xml\s*<\/url>/g),
  ];
  const preference = (attributes: string) => Number(/preference="(\d{1,3})"/.exec(attributes)?.[1] ?? 0);
  return found
    .sort(([, a = ""], [, b = ""]) => preference(b) - preference(a))
    .flatMap(([, , url]) => (url === undefined ? [] : [url]));
}

/** Whether a text is the index of a Debian archive, or of an RPM repository: a portal's page is none. */
export function isIndex(format: PackageSource["format"], text: string): boolean {
  return format === "deb"
    ? /^(?:-----BEGIN PGP SIGNED MESSAGE-----|(?:Origin|Label|Suite|Codename|Version|Date|Architectures|Archive): )/m.test(
        text.slice(0, INDEX_HEAD),
      )
    : /<repomd[\s>]/.test(text.slice(0, INDEX_HEAD));
}

const INDEX_HEAD = 2_048;

/** Where a repomd.xml says that the list of packages is. */
export function primaryOf(repomd: string): string | undefined {
  const data = /<data\s+type="primary"\s*>([^]{0,2000}?)<\/data>/.exec(repomd)?.[1];
  return /<location\b[^>]{0,200}\bhref="([^"<>]{1,300})"/.exec(data ?? "")?.[1];
}

/** Which of these packages a list names, or says that another package provides; to be given the list line by line. */
export class PackageSearch {
  readonly #format: PackageSource["format"];
  readonly #wanted: ReadonlySet<string>;
  readonly #found = new Set<string>();
  #inProvides = false;

  constructor(format: PackageSource["format"], wanted: readonly string[]) {
    this.#format = format;
    this.#wanted = new Set(wanted);
  }

  line(text: string): void {
    if (this.#format === "deb") {
      if (text.startsWith("Package: ")) this.#note(text.slice(9).trim());
      else if (text.startsWith("Provides: "))
        for (const entry of text.slice(10).split(",")) this.#note(entry.trim().split(/[\s(]/)[0] ?? "");
      return;
    }
    const name = /<name>([^<]{1,200})<\/name>/.exec(text)?.[1];
    if (name !== undefined) this.#note(name);
    if (text.includes("<rpm:provides>")) this.#inProvides = true;
    if (this.#inProvides)
      for (const [, provided = ""] of text.matchAll(/<rpm:entry\b[^>]{0,80}\bname="([^"]{1,200})"/g))
        this.#note(provided);
    if (text.includes("</rpm:provides>")) this.#inProvides = false;
  }

  get found(): string[] {
    return [...this.#found].sort();
  }

  get isComplete(): boolean {
    return this.#found.size === this.#wanted.size;
  }

  #note(name: string): void {
    if (this.#wanted.has(name)) this.#found.add(name);
  }
}

function hasUser(url: string): boolean {
  return /^[a-z]+:\/\/[^/]*@/i.test(url);
}

function withoutUser(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/]*@/i, "$1");
}
