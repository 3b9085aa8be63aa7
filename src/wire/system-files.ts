import type { HostsEntry } from "../model/probe.ts";
import { isIp } from "./cidr.ts";

/** resolv.conf(5), as glibc reads it. */
export interface ResolverSettings {
  servers: string[];
  searchDomains: string[];
}

/** glibc's MAXNS: further name servers are ignored. */
const MAX_NAME_SERVERS = 3;

export function parseResolvConf(text: string): ResolverSettings {
  const servers: string[] = [];
  let searchDomains: string[] = [];
  for (const line of text.split("\n")) {
    const [keyword, ...words] = line.trim().split(/\s+/);
    const [first] = words;
    if (keyword === "nameserver" && first !== undefined && isIp(first) && servers.length < MAX_NAME_SERVERS)
      servers.push(first);
    // The last of `search` and `domain` wins.
    else if (keyword === "search") searchDomains = words;
    else if (keyword === "domain" && first !== undefined) searchDomains = [first];
  }
  return { servers: [...new Set(servers)], searchDomains };
}

/** hosts(5). Lines that do not begin with an address are passed over, as the C library does. */
export function parseHosts(text: string): HostsEntry[] {
  const entries: HostsEntry[] = [];
  for (const line of text.split("\n")) {
    const [ip, ...names] = (line.split("#")[0] ?? "").trim().split(/\s+/);
    if (ip !== undefined && isIp(ip) && names.length > 0)
      entries.push({ ip, names: names.map((name) => name.toLowerCase()) });
  }
  return entries;
}

/** os-release(5): shell-like assignments, values quoted or not. */
export function parseOsRelease(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const match = /^([A-Z0-9_]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*))\s*$/.exec(line.trim());
    const [, key, double, single, bare] = match ?? [];
    if (key !== undefined) fields[key] = double?.replace(/\\(.)/g, "$1") ?? single ?? bare ?? "";
  }
  return fields;
}

/** Names of the installed packages in dpkg's status file. */
export function parseDpkgStatus(text: string): Set<string> {
  const installed = new Set<string>();
  for (const paragraph of text.split("\n\n")) {
    const name = /^Package: (\S+)$/m.exec(paragraph)?.[1];
    if (name !== undefined && /^Status: \S+ \S+ installed$/m.test(paragraph)) installed.add(name);
  }
  return installed;
}
