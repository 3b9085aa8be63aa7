// As test/lab/ask.mjs, and prints what the process took: { seen, wallMs, peakRssMb, peakDescriptors }.
import { readdirSync } from "node:fs";
import { setMaxListeners } from "node:events";
import { PROBERS } from "../../dist/probes/probers.js";
import { makeWorld } from "../../dist/world/real.js";

const world = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {} });
let peakDescriptors = 0;
const sample = setInterval(() => {
  peakDescriptors = Math.max(peakDescriptors, readdirSync("/proc/self/fd").length);
}, 5);
const startedAt = performance.now();
const seen = await Promise.all(
  JSON.parse(process.argv[2]).map((request) => {
    const signal = AbortSignal.timeout(20_000);
    setMaxListeners(0, signal);
    return PROBERS[request.probe](request, world, signal, { timeoutMs: 20_000 });
  }),
);
const wallMs = performance.now() - startedAt;
clearInterval(sample);
const peakRssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seen, wallMs, peakRssMb, peakDescriptors }), () => process.exit());
