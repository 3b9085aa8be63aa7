import { createGunzip, type Gunzip } from "node:zlib";

export interface UnpackLimits {
  /** Bytes as they are transferred. */
  packed: number;
  /** And unpacked, so that a small file cannot unpack for ever. */
  unpacked: number;
}

/** A line longer than this is cut: only its end is kept. */
const MAX_LINE = 65_536;

/**
 * The lines of a file that gzip has packed, while it arrives.
 * @returns whether all of it was read: not what is cut off, too large, or packed in another way.
 */
export async function* unpackedLines(
  packed: AsyncIterable<Buffer>,
  limits: UnpackLimits,
): AsyncGenerator<string[], boolean> {
  const gunzip = createGunzip();
  const feeding = feed(packed, gunzip, limits.packed);
  try {
    let rest = "";
    let bytes = 0;
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limits.unpacked) return false;
      const lines = (rest + chunk.toString("latin1")).split("\n");
      rest = (lines.pop() ?? "").slice(-MAX_LINE);
      yield lines;
    }
    yield [rest];
    return await feeding;
  } catch {
    // zlib's own word for what is no gzip, or ends too soon.
    return false;
  } finally {
    gunzip.destroy();
  }
}

/** @returns whether all of it went in. */
async function feed(packed: AsyncIterable<Buffer>, into: Gunzip, maxBytes: number): Promise<boolean> {
  let bytes = 0;
  try {
    for await (const chunk of packed) {
      bytes += chunk.length;
      if (bytes > maxBytes || into.destroyed) break;
      if (!into.write(chunk)) await new Promise((resolve) => into.once("drain", resolve).once("close", resolve));
    }
    return bytes <= maxBytes;
  } catch {
    // The far end has cut it off.
    return false;
  } finally {
    into.end();
  }
}
