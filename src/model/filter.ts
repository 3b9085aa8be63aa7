/** The packet filter of a host, as far as it is understood: nftables and iptables in one form. */

/** One rule: every condition must hold. `unknown` stands for a match that is not understood. */
export interface FilterRule {
  conditions: FilterCondition[];
  verdict: "accept" | "drop" | "return" | "continue" | "unknown" | { jump: string };
  /** As the system prints it, for the report. */
  text: string;
}

export type FilterCondition =
  | { field: "protocol"; values: string[]; negated: boolean }
  | { field: "source" | "destination"; cidrs: string[]; negated: boolean }
  | { field: "source-port" | "destination-port"; ranges: [number, number][]; negated: boolean; protocol?: string }
  | { field: "in-interface" | "out-interface"; names: string[]; negated: boolean }
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
