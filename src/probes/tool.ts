import type { ToolEvidence } from "../model/probe.ts";
import { parseDpkgStatus } from "../wire/system-files.ts";
import type { World } from "../world/world.ts";
import type { Prober } from "./prober.ts";

export const tool: Prober<"tool"> = async (request, world, signal) => {
  const [paths, packages] = await Promise.all([
    world.findExecutables(request.binaries),
    installedPackages(request.packages, world, signal),
  ]);
  return { outcome: paths.length > 0 ? "found" : "missing", evidence: { paths, ...packages } };
};

type PackageEvidence = Pick<ToolEvidence, "installedPackages" | "packageDatabase">;

/** Megabytes of text; read and parsed once for all the tools of a run. */
const dpkgDatabases = new WeakMap<World, Promise<Set<string> | undefined>>();

function dpkgDatabase(world: World): Promise<Set<string> | undefined> {
  let database = dpkgDatabases.get(world);
  if (database === undefined) {
    database = world
      .readText("/var/lib/dpkg/status")
      // Without a word in it nothing was ever installed by it: it is another family's system.
      .then((text) => (text === undefined || text === "" ? undefined : parseDpkgStatus(text)));
    dpkgDatabases.set(world, database);
  }
  return database;
}

async function installedPackages(names: string[], world: World, signal: AbortSignal): Promise<PackageEvidence> {
  const installed = await dpkgDatabase(world);
  if (installed !== undefined) {
    return { packageDatabase: "dpkg", installedPackages: names.filter((name) => installed.has(name)) };
  }
  const [rpm] = await world.findPrograms(["rpm"]);
  if (rpm === undefined) return { packageDatabase: "none", installedPackages: [] };
  // `rpm -q a b` fails as a whole when one of them is missing.
  const answers = await Promise.all(names.map((name) => world.run(rpm, ["-q", name], signal)));
  return { packageDatabase: "rpm", installedPackages: names.filter((_, index) => answers[index] !== undefined) };
}
