import type { ProxyEnvironment, ProxiedProgram } from "../model/probe.ts";
import { shellWords } from "../wire/join-command.ts";
import { parseEnvironmentFile, parseUnitEnvironment } from "../wire/proxies.ts";
import { printable } from "../wire/text.ts";
import type { World } from "../world/world.ts";

/** What programs that are started by hand read, and what systemd starts. */
const BY_HAND: ProxiedProgram[] = ["wget", "curl", "edgeadm"];
const BY_SYSTEMD = ["containerd", "kubelet"] as const;

const UNIT_FOLDERS = ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system"];

/** Where the programs of the join find proxy variables, each place by itself; those without any are left out. */
export async function readProxyEnvironments(world: World): Promise<ProxyEnvironment[]> {
  const found = await Promise.all([
    Promise.resolve(environment("environment", BY_HAND, world.proxyVariables)),
    world
      .readText("/etc/environment")
      .then((text) => environment("/etc/environment", BY_HAND, parseEnvironmentFile(text ?? ""))),
    ...BY_SYSTEMD.map((program) => ofUnit(world, program)),
  ]);
  return found.flat().filter(({ variables }) => Object.keys(variables).length > 0);
}

async function ofUnit(world: World, program: (typeof BY_SYSTEMD)[number]): Promise<ProxyEnvironment[]> {
  const files = [
    "/etc/systemd/system.conf",
    ...(await Promise.all(UNIT_FOLDERS.map((folder) => dropIns(world, `${folder}/${program}.service.d`)))).flat(),
    ...UNIT_FOLDERS.map((folder) => `${folder}/${program}.service`),
  ];
  const texts = await Promise.all(files.map((file) => world.readText(file)));
  return texts.flatMap((text, index) =>
    environment(files[index] ?? "", [program], parseUnitEnvironment(text ?? "", shellWords)),
  );
}

async function dropIns(world: World, folder: string): Promise<string[]> {
  const names = await world.namesIn(folder);
  return names
    .filter((name) => name.endsWith(".conf"))
    .sort()
    .map((name) => `${folder}/${name}`);
}

const VARIABLE = /^(?:https?|all|no)_proxy$/i;

function environment(
  source: string,
  programs: ProxiedProgram[],
  variables: Readonly<Record<string, string>>,
): ProxyEnvironment[] {
  const kept = Object.entries(variables)
    .filter(([name]) => VARIABLE.test(name))
    .map(([name, value]) => [name, /^no_proxy$/i.test(name) ? printable(value, MAX_EXEMPT) : serverOf(value)] as const);
  return [{ source, programs, variables: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) }];
}

const MAX_EXEMPT = 4_096;

/**
 * Only where the proxy is: a URL's user name and password stay behind. Where an @ comes after what a parser takes for the
 * host, that may be part of a password that was not encoded.
 */
function serverOf(value: string): string {
  if (value === "") return "";
  const text = value.includes("://") ? value : `http://${value}`;
  if (!URL.canParse(text)) return "malformed";
  const { host, pathname, search, hash } = new URL(text);
  return `${pathname}${search}${hash}`.includes("@") ? "malformed" : host;
}
