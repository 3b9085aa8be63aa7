import { expect, it } from "vitest";
import { readFilters } from "../../src/probes/filters.ts";
import type { World } from "../../src/world/world.ts";
import { loopbackWorld } from "../support/servers.ts";

const DOCUMENT = JSON.stringify({
  nftables: [
    { table: { family: "inet", name: "t" } },
    { chain: { family: "inet", table: "t", name: "c", type: "filter", hook: "input", prio: 0, policy: "drop" } },
  ],
});

/** A machine whose nft prints JSON, and its words or not. */
function machine(words: string | undefined): World {
  return {
    ...loopbackWorld(),
    findPrograms: () => Promise.resolve(["/usr/sbin/nft"]),
    readText: () => Promise.resolve(undefined),
    run: (_command, given) => Promise.resolve(given.includes("-j") ? DOCUMENT : words),
  };
}

const signal = new AbortController().signal;

it("rules whose words cannot be had are not read: their table may be dormant", async () => {
  expect(await readFilters(machine(undefined), signal)).toMatchObject({
    ruleset: { chains: [] },
    unread: [{ what: "nftables" }],
  });
});

it("a dormant table has no chains in force", async () => {
  expect(await readFilters(machine("table inet t { # handle 1\n\tflags dormant\n}\n"), signal)).toMatchObject({
    ruleset: { chains: [] },
    unread: [],
  });
});
