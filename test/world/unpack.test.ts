import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { unpackedLines } from "../../src/world/unpack.ts";

const LIMITS = { packed: 1_000_000, unpacked: 1_000_000 };

async function* inPieces(data: Buffer, bytes: number, end?: Error): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += bytes) yield await Promise.resolve(data.subarray(at, at + bytes));
  if (end !== undefined) throw end;
}

async function read(packed: AsyncIterable<Buffer>, limits = LIMITS) {
  const lines: string[] = [];
  const all = unpackedLines(packed, limits);
  for (;;) {
    const { done, value } = await all.next();
    if (done === true) return { lines, whole: value };
    lines.push(...value);
  }
}

describe("lines of what gzip has packed", () => {
  const text = Array.from({ length: 5_000 }, (_, index) => `Package: p${index}`).join("\n");

  it("are whole, wherever the pieces end", async () => {
    for (const bytes of [1, 7, 4_096])
      expect(await read(inPieces(gzipSync(text), bytes))).toEqual({ lines: text.split("\n"), whole: true });
  });

  it("end where the file does: cut off, broken off, not packed, or empty", async () => {
    const packed = gzipSync(text);
    expect((await read(inPieces(packed.subarray(0, packed.length / 2), 512))).whole).toBe(false);
    expect((await read(inPieces(packed.subarray(0, 512), 64, new Error("reset")))).whole).toBe(false);
    expect(await read(inPieces(Buffer.from("<html></html>"), 5))).toEqual({ lines: [], whole: false });
    expect((await read(inPieces(Buffer.alloc(0), 5))).whole).toBe(false);
  });

  it("never unpack more than is allowed, nor read more", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect((await read(inPieces(bomb, 4_096))).whole).toBe(false);
    expect((await read(inPieces(gzipSync(text), 512), { ...LIMITS, packed: 1_024 })).whole).toBe(false);
  });
});
