import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { errnoOf } from "./errno.ts";
import { MAX_BYTES, withCode } from "./files.ts";

/**
 * A saved report as text; what is gzip, whatever its name, unpacked. Read at once: of ten thousand small files the way through
 * the thread pool and back takes longer than to parse them.
 * @throws as readBounded does; EBADGZIP for what is only half written or broken.
 */
export function readReportText(file: string): string {
  const bytes = readFileAtOnce(file);
  return bytes[0] === GZIP_MAGIC[0] && bytes[1] === GZIP_MAGIC[1] ? unpacked(bytes) : bytes.toString("utf8");
}

function readFileAtOnce(file: string): Buffer {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw withCode(found.isDirectory() ? "EISDIR" : "EFTYPE");
    if (found.size > MAX_BYTES.saved) throw withCode("EFBIG");
    const bytes = Buffer.allocUnsafe(found.size);
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** RFC 1952, section 2.3.1. */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

function unpacked(bytes: Buffer): string {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES.saved }).toString("utf8");
  } catch (error) {
    throw withCode(errnoOf(error) === "ERR_BUFFER_TOO_LARGE" ? "EFBIG" : "EBADGZIP");
  }
}
