// Asks questions by the built probers, from whatever network it is started in. Argument: a JSON array of requests.
import { setMaxListeners } from "node:events";
import { PROBERS } from "../../dist/probes/probers.js";
import { makeWorld } from "../../dist/world/real.js";

const world = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {} });
const TIMEOUT_MS = 2_000;
const OWN_PACE = new Set(["echo", "hops", "distance", "inband", "mtu", "idle"]);

const seen = await Promise.all(
  JSON.parse(process.argv[2]).map((request) => {
    const signal = AbortSignal.timeout(OWN_PACE.has(request.probe) ? 15_000 : TIMEOUT_MS);
    setMaxListeners(0, signal);
    return PROBERS[request.probe](request, world, signal);
  }),
);
process.stdout.write(JSON.stringify(seen), () => process.exit());
