import type { Misconfiguration } from "../../model/fault.ts";
import * as scope from "./scopes.ts";

/** The on-premises DNS servers: whether they live, whom they ask, and what they answer with. */
export const DNS = [
  { id: "dns.server.down", direction: "none", kind: "host", weight: 1, applies: scope.eachResolver() },
  { id: "dns.server.silent", direction: "none", kind: "host", weight: 1, applies: scope.eachResolver([53]) },
  {
    id: "dns.server.not-running",
    direction: "none",
    kind: "closed-port",
    weight: 1,
    applies: scope.eachResolver([53]),
  },
  { id: "dns.forwarding", direction: "none", kind: "resolver", weight: 6, applies: scope.eachResolver() },
  { id: "dns.narrower-zone", direction: "none", kind: "resolver", weight: 2, applies: scope.namesOfNarrowerZone },
  { id: "dns.server.failing", direction: "none", kind: "broken-resolver", weight: 2, applies: scope.eachResolver() },
  {
    id: "dns.public-view",
    direction: "none",
    kind: "misdirection",
    weight: 4,
    applies: scope.misplacedNames("public"),
  },
  {
    id: "dns.wrong-answer",
    direction: "none",
    kind: "misdirection",
    weight: 3,
    applies: scope.misplacedNames("elsewhere"),
  },
  { id: "dns.rebind-protection", direction: "none", kind: "sign", weight: 1, applies: scope.found },
] as const satisfies Omit<Misconfiguration, "device">[];
