import { REFLECTOR_PORT } from "../catalogue/ports.ts";
import { PROBERS } from "../probes/probers.ts";
import type { LogLine } from "../reflector/log.ts";
import { serve } from "../reflector/serve.ts";
import type { Seal } from "../wire/reflector-message.ts";
import { printable } from "../wire/text.ts";
import { errnoOf, timeOrAbort } from "../world/abort.ts";
import { makeWorld } from "../world/real.ts";
import { readKey, writeNewKey } from "../world/reflector.ts";
import { EXIT, UsageError } from "./exit.ts";
import type { ReflectorCommandOptions } from "./options.ts";
import { write } from "./output.ts";

const DEFAULT_MINUTES = 60;

/** `reflector`: serves until its time is up or it is told to stop; what it does goes to standard output as JSON lines. */
export async function reflector(options: ReflectorCommandOptions): Promise<number> {
  if (options.newKey !== undefined) return await newKey(options.newKey);
  const { keyFile, allow = [], service: services = [] } = options;
  if (keyFile === undefined)
    throw new UsageError("--key-file is required: a file that --new-key <file> has written, the same on the nodes");
  if (allow.length === 0) throw new UsageError("--allow is required: the CIDR block of the nodes, such as 10.1.0.0/16");
  const world = makeWorld({
    caFiles: [],
    searchPath: "",
    proxyVariables: {},
    seal: await keyFrom(keyFile, "--key-file"),
  });
  const { reflector: port } = world;
  if (port === undefined) throw new TypeError("a world with a key has a reflector's means");
  const stopping = new AbortController();
  let unwritten: string | undefined;
  // Without its log nobody could say what was done on whose account.
  const log = (line: LogLine) => {
    write(process.stdout, `${JSON.stringify(line)}\n`).catch((error: unknown) => {
      unwritten = errnoOf(error);
      stopping.abort();
    });
  };
  const listen = options.listen ?? { ip: "0.0.0.0", port: REFLECTOR_PORT };
  const serving = await serve({ listen, allow, services, world, port, probers: PROBERS, log });
  if (!serving.ok)
    throw new UsageError(`--listen ${listen.ip}:${listen.port}: cannot be listened on (${serving.errno})`);
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => {
      stopping.abort();
    });
  await timeOrAbort((options.for ?? DEFAULT_MINUTES) * 60_000, stopping.signal);
  serving.value.close();
  if (unwritten === undefined) return EXIT.ready;
  await write(process.stderr, `edge-preflight: the log could not be written (${unwritten})\n`);
  return EXIT.unfinished;
}

async function newKey(file: string): Promise<number> {
  try {
    await writeNewKey(file);
  } catch (error) {
    throw new UsageError(`--new-key '${printable(file)}': cannot be written (${errnoOf(error)})`);
  }
  return EXIT.ready;
}

/** @throws UsageError with the option's name. */
export async function keyFrom(file: string, option: string): Promise<Seal> {
  try {
    return await readKey(file);
  } catch (error) {
    const errno = errnoOf(error);
    const problem = errno === "EINVAL" ? "it holds no key" : `it cannot be read (${errno})`;
    throw new UsageError(`${option} '${printable(file)}': ${problem}; accepted: a file from reflector --new-key`);
  }
}
