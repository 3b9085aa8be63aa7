import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { errnoOf } from "./errno.ts";
import { MAX_OCTETS, withCode } from "./files.ts";

/**
 * A saved report as text; what is gzip, whatever its name, unpacked. Read at once: of ten thousand small files the way through
 * the thread pool and back takes longer than to parse them.
 * @throws as readBounded does; EBADGZIP for what is only half written or broken.
 */
export function readReportText(file: string): string {
  const octets = readFileAtOnce(file);
  return octets[0] === GZIP_MAGIC[0] && octets[1] === GZIP_MAGIC[1] ? unpacked(octets) : octets.toString("utf8");
}

function readFileAtOnce(file: string): Buffer {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw withCode(found.isDirectory() ? "EISDIR" : "EFTYPE");
    if (found.size > MAX_OCTETS.saved) throw withCode("EFBIG");
    const octets = Buffer.allocUnsafe(found.size);
    let length = 0;
    for (let read = 1; read > 0 && length < octets.length; length += read)
      read = readSync(descriptor, octets, length, octets.length - length, null);
    return octets.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** RFC 1952, section 2.3.1. */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

function unpacked(octets: Buffer): string {
  try {
    return gunzipSync(octets, { maxOutputLength: MAX_OCTETS.saved }).toString("utf8");
  } catch (error) {
    throw withCode(errnoOf(error) === "ERR_BUFFER_TOO_LARGE" ? "EFBIG" : "EBADGZIP");
  }
}
