import { parseJson, fieldsOf } from "../wire/json.ts";
import type { ReflectAsk, ReflectSaw } from "../model/probe.ts";
import type { Refusal } from "./guard.ts";

/** What was seen on a node's account: as the answer says it, and as the log does. */
export interface Reflection {
  saw: ReflectSaw;
  /** Where the request came from, where that is not where the node sent it from. */
  source?: string;
  /** TTL, what it led to, by whom, and the ICMP code. */
  hops?: [ttl: number, reply: string, address?: string, icmpCode?: number][];
}

/** One line for each thing done; refusals by reason, once a second, for there may be many. */
export type LogLine =
  | {
      event: "started";
      at: string;
      listen: string;
      allow: readonly string[];
      services: readonly string[];
      containers?: readonly string[];
    }
  | ({
      event: "done";
      at: string;
      run: string;
      from: string;
      ask: ReflectAsk;
      protocol: "tcp" | "udp";
      host?: string;
      port?: number;
    } & Reflection)
  | { event: "failed"; at: string; run: string; reason: string }
  | { event: "refused"; at: string; counts: Partial<Record<Refusal, number>> }
  | { event: "stopped"; at: string };

const EVENTS: ReadonlySet<string> = new Set<LogLine["event"]>(["started", "done", "failed", "refused", "stopped"]);

/** Lines of another kind are somebody else's, a shell's for one; what a line says is looked at where it is used. */
export function parseLog(text: string): LogLine[] {
  return text.split("\n").flatMap((line) => {
    const value = parseJson(line);
    const { event, at } = fieldsOf(value);
    return typeof event === "string" && EVENTS.has(event) && typeof at === "string" ? [value as LogLine] : [];
  });
}
