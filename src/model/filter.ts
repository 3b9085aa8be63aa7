/** The packet filter of a host, as far as it is understood: nftables and iptables in one form. */

/**
 * One rule: every condition must hold. An `unknown` condition may hold or not, an `unknown` verdict may do anything. A
 * rule that goes to another chain comes back from it unless it leaves its own for good.
 */
export interface FilterRule {
  conditions: FilterCondition[];
  verdict: "accept" | "drop" | "return" | "continue" | "unknown" | { to: string; leaves: boolean };
  /** As the system prints it, for the report. */
  text: string;
}

export type FilterCondition =
  | { field: "protocol"; values: string[]; negated: boolean }
  | { field: "source" | "destination"; cidrs: string[]; negated: boolean }
  | { field: "source-port" | "destination-port"; ranges: [number, number][]; negated: boolean; protocol?: string }
  | { field: "in-interface" | "out-interface"; names: string[]; negated: boolean }
  | { field: "local-destination"; negated: boolean }
  | { field: "state"; values: string[]; negated: boolean }
  | { field: "unknown" };

export interface FilterChain {
  /** Unique within its table. */
  name: string;
  table: string;
  /** Only base chains have one. */
  hook?: string;
  priority: number;
  policy: "accept" | "drop";
  rules: FilterRule[];
}
