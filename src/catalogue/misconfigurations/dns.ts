import type { Misconfiguration } from "../../model/fault.ts";
import * as scope from "./scopes.ts";

/** The on-premises DNS servers: whether they live, whom they ask, and what they answer with. */
export const DNS = [
  { id: "dns.server.down", direction: "none", kind: "host", prior: 1, applies: scope.eachResolver() },
  { id: "dns.server.silent", direction: "none", kind: "host", prior: 1, applies: scope.eachResolver([53]) },
  { id: "dns.server.not-running", direction: "none", kind: "closed-port", prior: 1, applies: scope.eachResolver([53]) },
  { id: "dns.forwarding", direction: "none", kind: "resolver", prior: 6, applies: scope.eachResolver() },
  { id: "dns.narrower-zone", direction: "none", kind: "resolver", prior: 2, applies: scope.namesOfNarrowerZone },
  { id: "dns.server.failing", direction: "none", kind: "broken-resolver", prior: 2, applies: scope.eachResolver() },
  { id: "dns.public-view", direction: "none", kind: "misdirection", prior: 4, applies: scope.misplacedNames("public") },
  {
    id: "dns.wrong-answer",
    direction: "none",
    kind: "misdirection",
    prior: 3,
    applies: scope.misplacedNames("elsewhere"),
  },
  { id: "dns.rebind-protection", direction: "none", kind: "sign", prior: 1, applies: scope.found },
] as const satisfies Omit<Misconfiguration, "device">[];
