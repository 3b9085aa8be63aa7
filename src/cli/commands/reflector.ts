import { printable } from "../../wire/text.ts";
import { REFLECTOR_PORT } from "../../catalogue/ports.ts";
import { PROBERS } from "../../probes/probers.ts";
import type { LogLine } from "../../reflector/log.ts";
import { serve } from "../../reflector/serve.ts";
import { escapeControls } from "../../render/json.ts";
import { delay } from "../../waiting.ts";
import { errnoOf } from "../../world/errno.ts";
import { makeWorld } from "../../world/real.ts";
import { authenticatorsOfNodes, writeNewKey } from "../../world/reflector.ts";
import { DEFAULTS } from "../settings/defaults.ts";
import { keyFrom } from "../settings/key-file.ts";
import { EXIT } from "../exit.ts";
import type { ReflectorCommandOptions } from "../options.ts";
import { printWarning, write } from "../output.ts";
import { wordsFor } from "../language.ts";
import { fileOr, UsageError } from "../usage.ts";

/** `reflector`: serves until its time is up or it is told to stop; what it does goes to standard output as JSON lines. */
export async function reflector(options: ReflectorCommandOptions): Promise<number> {
  if (options.newKey !== undefined) return await newKey(options.newKey, options);
  if (options.forNode !== undefined) throw new UsageError(({ usage }) => usage.newKeyNeeded);
  const { keyFile, allow = [], service: services = [], containerCidr: containers = [] } = options;
  if (keyFile === undefined) throw new UsageError(({ usage }) => usage.keyFileNeeded);
  if (allow.length === 0) throw new UsageError(({ usage }) => usage.allowNeeded);
  const key = await keyFrom(keyFile);
  const world = makeWorld({
    caFiles: [],
    searchPath: "",
    proxyVariables: {},
    authenticator: key.authenticator,
  });
  const { reflector: port } = world;
  if (port === undefined) throw new TypeError("a world with a key has a reflector's means");
  const stopping = new AbortController();
  let unwritten: string | undefined;
  // Without its log nobody could say what was done on whose account.
  const log = (line: LogLine) => {
    write(process.stdout, `${escapeControls(JSON.stringify(line))}\n`).catch((error: unknown) => {
      unwritten = errnoOf(error);
      stopping.abort();
    });
  };
  // Before it says that it has started: who hears that may stop it at once.
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => {
      stopping.abort();
    });
  const listen = options.listen ?? { ip: "0.0.0.0", port: REFLECTOR_PORT };
  const sealOf = options.nodeKeys === true ? authenticatorsOfNodes(key) : () => key.authenticator;
  const serving = await serve({
    listen,
    allow,
    services,
    containers,
    world,
    port,
    authenticatorOf: sealOf,
    probers: PROBERS,
    log,
  });
  if (!serving.ok)
    throw new UsageError(({ usage }) => usage.cannotListen(`${listen.ip}:${listen.port}`, serving.errno));
  await delay(world.clock, (options.for ?? DEFAULTS.reflectorMinutes) * 60_000, stopping.signal);
  serving.value.close();
  if (unwritten === undefined) return EXIT.ready;
  const words = await wordsFor(options);
  await printWarning(words.commandLine.warnings.logNotWritten(unwritten));
  return EXIT.unfinished;
}

/** A key of its own, or one node's derived from that of the reflector. */
async function newKey(file: string, { forNode, keyFile }: ReflectorCommandOptions): Promise<number> {
  if (forNode !== undefined && keyFile === undefined) throw new UsageError(({ usage }) => usage.keyFileNeeded);
  const key = forNode === undefined || keyFile === undefined ? undefined : (await keyFrom(keyFile)).ofNode(forNode);
  await fileOr(writeNewKey(file, key), (errno, { usage }) => usage.unwritable(printable(file), errno));
  return EXIT.ready;
}
