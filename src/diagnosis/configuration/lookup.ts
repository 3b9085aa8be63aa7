import { contains } from "../../wire/cidr.ts";

/** Longest-prefix match. @returns the routes with the longest prefix: several of them share the packets. */
export function longestMatch<Row extends { destination: string }>(rows: readonly Row[], address: string): Row[] {
  const matching = rows.filter(({ destination }) => contains(destination, address));
  const longest = Math.max(-1, ...matching.map(({ destination }) => prefixOf(destination)));
  return matching.filter(({ destination }) => prefixOf(destination) === longest);
}

function prefixOf(block: string): number {
  return Number(block.split("/")[1] ?? 32);
}
