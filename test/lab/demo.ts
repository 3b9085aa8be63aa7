/**
 * `scripts/demo`: the tool in a network that works, on the terminal of whoever asks; a reflector is there to be asked. With
 * --fault <misconfiguration> one thing is broken, and --fault list says what can be.
 */
import { FAULTS, type Fault } from "../scenarios/faults.ts";
import { REFLECTOR_KEY, siteWithReflector } from "../scenarios/reflector.ts";
import { nearest } from "../../src/wire/nearest.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { SITE_FLAGS } from "./reference-site.ts";

const names = [...new Set(FAULTS.map(({ misconfiguration }) => misconfiguration))].sort();

function faultNamed(name: string): Fault {
  const fault = FAULTS.find(({ misconfiguration }) => misconfiguration === name);
  if (fault !== undefined) return fault;
  process.stderr.write(
    `demo: no fault '${name}'. Did you mean ${nearest(name, names).join(", ")}? --fault list shows all.\n`,
  );
  process.exit(2);
}

const args = process.argv.slice(2);
const at = args.indexOf("--fault");
const [, wanted = "list"] = at < 0 ? [] : args.splice(at, 2);
if (at >= 0 && wanted === "list") {
  const width = Math.max(...names.map((name) => name.length));
  for (const name of names) process.stdout.write(`${name.padEnd(width)}  ${faultNamed(name).name}\n`);
} else {
  const fault = at < 0 ? undefined : faultNamed(wanted);
  const network = siteWithReflector();
  fault?.patch?.(network);
  const lab = await Lab.start(network);
  try {
    const { code } = await preflight(lab, [...SITE_FLAGS, ...args], {
      terminal: true,
      before: [REFLECTOR_KEY.before, ...(fault?.before === undefined ? [] : [fault.before])].join("; "),
    });
    process.exitCode = code ?? 1;
  } finally {
    await lab.stop();
  }
}
