import type { RequestOf, Seen } from "../model/probe.ts";
import { parseRouteGet } from "../wire/ip-route.ts";
import type { World } from "../world/world.ts";
import type { Prober } from "./prober.ts";

/** By `ip route get`, which asks the kernel and so follows policy rules too. */
export const route: Prober<"route"> = async (request, world, signal) => {
  const [ip] = await world.findPrograms(["ip"]);
  if (ip === undefined) return { outcome: "unknown", reason: "no-ip-command" };
  const together = await batchOf(world, ip).answer(request, signal);
  if (together !== undefined) return { outcome: "found", evidence: parseRouteGet(together) };
  const text = await world.run(ip, ["route", "get", ...wordsOf(request)], signal);
  return seen(text, signal);
};

function wordsOf({ to, from }: RequestOf<"route">): string[] {
  return [to, ...(from === undefined ? [] : ["from", from])];
}

function seen(text: string | undefined, signal: AbortSignal): Seen<"route"> {
  if (text === undefined && signal.aborted) return { outcome: "unknown", reason: "no-answer-in-time" };
  return text === undefined ? { outcome: "unreachable" } : { outcome: "found", evidence: parseRouteGet(text) };
}

const batches = new WeakMap<World, RouteBatch>();

function batchOf(world: World, ip: string): RouteBatch {
  const known = batches.get(world) ?? new RouteBatch(world, ip);
  batches.set(world, known);
  return known;
}

/** Starting a program costs more than its answer: what is asked in one turn is asked of one. */
class RouteBatch {
  readonly #world: World;
  readonly #ip: string;
  #waiting: { request: RequestOf<"route">; signal: AbortSignal; resolve: (line: string | undefined) => void }[] = [];

  constructor(world: World, ip: string) {
    this.#world = world;
    this.#ip = ip;
  }

  /** @returns undefined where it has to be asked by itself: it is alone, or one of them has no route. */
  answer(request: RequestOf<"route">, signal: AbortSignal): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push({ request, signal, resolve });
      if (this.#waiting.length === 1) void this.#world.idleTurn().then(() => this.#flush());
    });
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const lines = waiting.length > 1 ? await this.#askAll(waiting) : undefined;
    for (const [index, { resolve }] of waiting.entries()) resolve(lines?.[index]);
  }

  /** One line for each, in order, or nothing that can be relied upon. */
  async #askAll(asked: readonly { request: RequestOf<"route">; signal: AbortSignal }[]): Promise<string[] | undefined> {
    const input = asked.map(({ request }) => `route get ${wordsOf(request).join(" ")}\n`).join("");
    const signal = AbortSignal.any(asked.map((one) => one.signal));
    const text = await this.#world.run(this.#ip, ["-oneline", "-batch", "-"], signal, input);
    const lines = (text ?? "").split("\n").filter((line) => line !== "");
    return lines.length === asked.length ? lines : undefined;
  }
}
