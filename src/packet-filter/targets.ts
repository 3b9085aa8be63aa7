import type { FilterStep, FilterVerdict } from "../model/filter.ts";

/** Targets of iptables that let the packet go on to the next rule. */
const CONTINUING = new Set([
  "",
  "AUDIT",
  "CHECKSUM",
  "CLASSIFY",
  "CONNSECMARK",
  "DSCP",
  "ECN",
  "HL",
  "IDLETIMER",
  "LED",
  "LOG",
  "NFLOG",
  "RATEEST",
  "SECMARK",
  "SET",
  "TCPMSS",
  "TCPOPTSTRIP",
  "TEE",
  "TOS",
  "TRACE",
  "TTL",
  "ULOG",
]);

const ENDING: Partial<Record<string, FilterVerdict>> = {
  ACCEPT: "accept",
  DROP: "drop",
  REJECT: "reject",
  RETURN: "return",
  TARPIT: "drop",
  DNAT: "translate-destination",
  REDIRECT: "translate-destination",
  NETMAP: "unknown",
  SNAT: "translate-source",
  MASQUERADE: "translate-source",
};

/**
 * What a target of iptables does, as far as its name tells.
 * @returns undefined where it is a chain of the user's own, or nothing that is known here.
 */
export function targetVerdict(name: string): FilterStep[] | undefined {
  if (CONTINUING.has(name)) return [];
  if (name === "MARK" || name === "HMARK") return [{ step: "mark", of: "packet" }];
  if (name === "CONNMARK")
    return [
      { step: "mark", of: "packet" },
      { step: "mark", of: "connection" },
    ];
  if (name === "NOTRACK") return [{ step: "untrack" }];
  const verdict = Object.hasOwn(ENDING, name) ? ENDING[name] : undefined;
  return verdict === undefined ? undefined : [{ step: "verdict", verdict }];
}
