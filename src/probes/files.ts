import type { Prober } from "./prober.ts";

export const files: Prober<"files"> = async (request, world) => {
  const found = await Promise.all(request.paths.map(async (path) => ((await world.exists(path)) ? [path] : [])));
  const existing = found.flat();
  return { outcome: existing.length > 0 ? "found" : "missing", evidence: { existing } };
};
