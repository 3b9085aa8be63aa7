import { describe, expect, it } from "vitest";
import type { HopEvidence } from "../../src/model/probe.ts";
import { conclude } from "../../src/probes/hops.ts";

/** A walk that has met these routers, each by a letter; a dot is silence. */
function loopOf(met: string): string[] | undefined {
  const hops = met
    .split("")
    .map((letter, index): HopEvidence =>
      letter === "."
        ? { ttl: index + 1, pinned: true, reply: "silent" }
        : { ttl: index + 1, pinned: true, reply: "time-exceeded", address: `10.0.0.${letter.charCodeAt(0)}` },
    );
  return conclude(hops, 40_000, 0).loop?.map((address) => String.fromCharCode(Number(address.split(".")[3])));
}

describe("packets that go round", () => {
  it.each([
    ["abcb", ["b", "c"]],
    ["abcdbcdb", ["b", "c", "d"]],
    ["abc.c.c", ["c"]],
    ["ab.b.b.b.", ["b"]],
    ["ab..b..b", ["b"]],
  ])("are known by a router that comes again: %s", (met, loop) => {
    expect(loopOf(met)).toEqual(loop);
  });

  it.each(["abcd", "abbc", "abbb", "ab.c", "abc.c", "abc..c", "a.bb", "abb.bb.b", "...."])(
    "are not seen in a hop that does not count or keeps silent: %s",
    (met) => {
      expect(loopOf(met)).toBeUndefined();
    },
  );
});
