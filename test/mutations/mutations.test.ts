import { describe, expect, it } from "vitest";
import { tried } from "./try.ts";
import { READERS } from "./readers.ts";

const SAMPLE = 400;

describe("what others have made is read without an exception", () => {
  it.each(READERS)("$name", async (reader) => {
    const { failures } = await tried(reader, { count: Math.ceil(SAMPLE / (reader.cost ?? 1)), firstSeed: 0 });
    expect(failures).toEqual([]);
  });
});
