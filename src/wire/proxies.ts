import { contains, isIp, isIpv4 } from "./cidr.ts";

/** Which of a set of variables send a request to a proxy: no two programs read them in the same way. */

/** `go` is what containerd, kubelet and edgeadm are written in. */
export type ProxyReader = "wget" | "curl" | "go";

export type ProxyVariables = Readonly<Record<string, string>>;

export interface RequestedUrl {
  scheme: "http" | "https";
  host: string;
  port: number;
}

/** @returns the variable that names the proxy which the request goes to, and the proxy. */
export function proxyFor(
  reader: ProxyReader,
  variables: ProxyVariables,
  url: RequestedUrl,
): { variable: string; proxy: string } | undefined {
  const found = VARIABLES[reader](variables, url.scheme);
  if (found === undefined || found.proxy === "" || isExempt(reader, variables, url)) return undefined;
  return found;
}

type Found = { variable: string; proxy: string } | undefined;

/** Of those that are set, empty or not. */
function firstSet(variables: ProxyVariables, names: readonly string[]): Found {
  const variable = names.find((name) => variables[name] !== undefined);
  return variable === undefined ? undefined : { variable, proxy: variables[variable] ?? "" };
}

function firstFilled(variables: ProxyVariables, names: readonly string[]): Found {
  return firstSet(Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== "")), names);
}

const VARIABLES: Record<ProxyReader, (variables: ProxyVariables, scheme: "http" | "https") => Found> = {
  wget: (variables, scheme) => firstSet(variables, [`${scheme}_proxy`]),
  // HTTP_PROXY in capitals can be a header of a CGI request, so curl leaves it alone.
  curl: (variables, scheme) =>
    firstFilled(variables, [
      `${scheme}_proxy`,
      ...(scheme === "https" ? ["HTTPS_PROXY"] : []),
      "all_proxy",
      "ALL_PROXY",
    ]),
  go: (variables, scheme) => firstFilled(variables, [`${scheme.toUpperCase()}_PROXY`, `${scheme}_proxy`]),
};

function isExempt(reader: ProxyReader, variables: ProxyVariables, url: RequestedUrl): boolean {
  switch (reader) {
    case "wget":
      return exemptByWget(variables["no_proxy"] ?? "", url.host);
    case "curl":
      return exemptByCurl(firstFilled(variables, ["no_proxy", "NO_PROXY"])?.proxy ?? "", url.host);
    case "go":
      return exemptByGo(firstFilled(variables, ["NO_PROXY", "no_proxy"])?.proxy ?? "", url);
  }
}

/** wget's sufmatch(): the end of a name, at a dot. No wildcard, no block; a blank before a comma is part of an entry. */
function exemptByWget(noProxy: string, host: string): boolean {
  const name = host.toLowerCase();
  return noProxy
    .toLowerCase()
    .split(/,[ \t\n\v\f\r]*/)
    .some((entry) => {
      if (entry === "" || !name.endsWith(entry)) return false;
      const before = name.length - entry.length;
      return before === 0 || name[before - 1] === "." || entry.startsWith(".");
    });
}

/** curl's Curl_check_noproxy(), 7.86 and later: a star only by itself; blocks for addresses. */
function exemptByCurl(noProxy: string, host: string): boolean {
  if (noProxy === "*") return true;
  const entries = noProxy.split(/[\s,]+/).filter((entry) => entry !== "");
  if (isIp(host)) return entries.some((entry) => curlBlockHolds(entry, host));
  const name = host.toLowerCase().replace(/\.$/, "");
  return entries.some((entry) => {
    const domain = entry.toLowerCase().replace(/\.$/, "").replace(/^\./, "");
    return domain !== "" && (name === domain || name.endsWith(`.${domain}`));
  });
}

function curlBlockHolds(entry: string, host: string): boolean {
  const [address = "", length] = entry.split("/");
  const bits = length === undefined ? 0 : Number.parseInt(length, 10) || 0;
  if (!isIpv4(host) || !isIpv4(address)) return address.toLowerCase() === host.toLowerCase() && bits === 0;
  // Without bits, or with all of them, it is one address.
  return bits === 0 || bits === 32 ? address === host : bits < 32 && contains(`${address}/${bits}`, host);
}

/** Go's httpproxy package: `*.` is as a dot, a port may follow, and loopback never goes to a proxy. */
function exemptByGo(noProxy: string, { host, port }: RequestedUrl): boolean {
  const name = host.toLowerCase();
  if (name === "localhost" || (isIpv4(name) && name.startsWith("127.")) || name === "::1") return true;
  const entries = noProxy
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
  return entries.some((entry) => {
    if (entry === "*") return true;
    if (/^[\d.]+\/\d+$/.test(entry)) return isIpv4(name) && contains(entry, name);
    const [, bare = entry, ofPort] = /^([^:]+):(\d+)$/.exec(entry) ?? [];
    if (ofPort !== undefined && Number(ofPort) !== port) return false;
    if (isIp(bare) || isIp(name)) return bare === name;
    const domain = bare.replace(/^\*(?=\.)/, "");
    return domain.startsWith(".") ? name.endsWith(domain) : name === domain || name.endsWith(`.${domain}`);
  });
}

/** NAME=value lines of /etc/environment, as pam_env reads them: quotes around a value are taken off. */
export function parseEnvironmentFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, name, value] = /^\s*(?:export\s+)?(\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) variables[name] = (value ?? "").trim().replace(/^(["'])(.*)\1$/, "$2");
  }
  return variables;
}

/** `Environment=` of a systemd unit, or `DefaultEnvironment=` of its manager; an empty one forgets what came before. */
export function parseUnitEnvironment(text: string, wordsOf: (line: string) => string[]): Record<string, string> {
  let variables: Record<string, string> = {};
  for (const line of text.replace(/\\\n/g, " ").split("\n")) {
    const [, value] = /^\s*(?:Default)?Environment\s*=\s*(.*)$/.exec(line) ?? [];
    if (value === undefined) continue;
    if (value.trim() === "") variables = {};
    for (const word of wordsOf(value)) {
      const at = word.indexOf("=");
      if (at > 0) variables[word.slice(0, at)] = word.slice(at + 1);
    }
  }
  return variables;
}
