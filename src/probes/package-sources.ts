import { aptSources, APT_TARGET_FORMAT, yumSources } from "../wire/package-sources.ts";
import type { HostEvidence } from "../model/probe.ts";
import { proxyFor } from "../wire/proxies.ts";
import { parseOsRelease } from "../wire/system-files.ts";
import { portOf } from "../wire/urls.ts";
import type { World } from "../world/world.ts";
import { isUnreadable } from "./host.ts";

type Sources = Extract<HostEvidence, { fact: "package-sources" }>;

/** More than anybody has; each is asked. */
const MAX_SOURCES = 32;

/** The enabled sources of packages, resolved by apt itself, or as yum and dnf would. */
export async function readPackageSources(world: World, signal: AbortSignal): Promise<Sources | undefined> {
  const status = await world.readText("/var/lib/dpkg/status");
  const found = (status ?? "") === "" ? await ofYum(world, signal) : await ofApt(world, signal);
  return found && { ...found, sources: found.sources.slice(0, MAX_SOURCES) };
}

async function ofApt(world: World, signal: AbortSignal): Promise<Sources | undefined> {
  const [targets, settings] = await Promise.all([
    // Without what it has fetched before, so that a system that never has shows its sources too.
    world.run("apt-get", ["indextargets", "--no-release-info", "--format", APT_TARGET_FORMAT], signal),
    world.run("apt-config", ["dump"], signal),
  ]);
  if (targets === undefined || settings === undefined) return undefined;
  return {
    fact: "package-sources",
    manager: "apt",
    sources: aptSources(targets, settings, world.proxyVariables),
    unread: [],
  };
}

/** The first is what both read, the others dnf alone. */
const REPOSITORY_FOLDERS = ["/etc/yum.repos.d", "/etc/yum/repos.d", "/etc/distro.repos.d"];
const MAIN_FILES = ["/etc/yum.conf", "/etc/dnf/dnf.conf"];
const VARIABLE_FOLDERS = ["/etc/yum/vars", "/etc/dnf/vars"];

async function ofYum(world: World, signal: AbortSignal): Promise<Sources | undefined> {
  const unread: string[] = [];
  const read = async (file: string): Promise<string> => {
    try {
      return (await world.readText(file)) ?? "";
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unread.push(file);
      return "";
    }
  };
  const inFolders = async (folders: readonly string[], ending: string) => {
    const names = await Promise.all(
      folders.map(async (folder) => (await world.namesIn(folder)).map((name) => `${folder}/${name}`)),
    );
    return names
      .flat()
      .filter((name) => name.endsWith(ending))
      .sort();
  };
  const [repositories, variableFiles] = await Promise.all([
    inFolders(REPOSITORY_FOLDERS, ".repo"),
    inFolders(VARIABLE_FOLDERS, ""),
  ]);
  const files = await Promise.all([...MAIN_FILES, ...repositories].map(read));
  if (files.every((text) => text === "") && unread.length === 0) return undefined;
  const values = await Promise.all(
    variableFiles.map(async (file) => [file.split("/").at(-1) ?? "", (await read(file)).trim().split("\n")[0] ?? ""]),
  );
  const variables: Record<string, string> = {
    ...architecture(world.cpu),
    ...(await releaseOf(world, signal)),
    ...(Object.fromEntries(values) as Record<string, string>),
  };
  const environment = (url: string) => {
    if (!/^https?:/.test(url) || !URL.canParse(url)) return undefined;
    const at = new URL(url);
    const scheme = at.protocol === "https:" ? ("https" as const) : ("http" as const);
    const asked = { scheme, host: at.hostname, port: portOf(at) };
    return proxyFor("curl", world.proxyVariables, asked)?.proxy;
  };
  return {
    fact: "package-sources",
    manager: "yum",
    sources: yumSources({ files, variables, environment }),
    unread: unread.sort(),
  };
}

function architecture(cpu: string): Record<string, string> {
  const name = cpu === "arm64" ? "aarch64" : cpu === "x64" ? "x86_64" : cpu;
  return { arch: name, basearch: name };
}

/** As dnf detects it: by the package that provides the release, else by os-release's major number. */
async function releaseOf(world: World, signal: AbortSignal): Promise<Record<string, string>> {
  const provided = await world.run("rpm", ["-q", "--provides", "--whatprovides", "system-release"], signal);
  const said = /^system-release\(releasever\) = (\S+)$/m.exec(provided ?? "")?.[1];
  const text = (await world.readText("/etc/os-release")) ?? (await world.readText("/usr/lib/os-release")) ?? "";
  const release = said ?? parseOsRelease(text)["VERSION_ID"]?.split(".")[0];
  if (release === undefined) return {};
  const [major = release, minor = ""] = release.split(".");
  return { releasever: release, releasever_major: major, releasever_minor: minor };
}
