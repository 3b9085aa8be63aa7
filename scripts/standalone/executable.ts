/**
 * Makes one executable, which needs nothing of the system it runs on, of a Node binary, the blob of its single-executable
 * support and the libraries: `tsx executable.ts <node> <stub> <blob> <output> <ld.so> <library>...`
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  architectureOf,
  entryOf,
  EXECUTABLE,
  FLAG,
  programHeaders,
  SEGMENT,
  setEntry,
  typeOf,
  withoutSections,
  writeProgramHeaders,
} from "./elf.ts";
import { OPERATIONS, redirected, type Operation } from "./loader.ts";

/** The stub's header, as stub.c has it: where its functions begin, then the files. */
const STUB = { functions: ["start", ...OPERATIONS], count: 28, entry: 32, files: 40, fileSize: 12 } as const;
/** The largest page of any arm64 kernel. */
const LARGEST_PAGE = 65_536;
const PAGE = 4_096;
/** What follows says whether there is a blob. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:";
const NOTE_NAME = "NODE_SEA_BLOB\0";

const [runtimeFile = "", stubFile = "", blobFile = "", output = "", ...libraryFiles] = process.argv.slice(2);
const runtime = withoutSections(readFileSync(runtimeFile));
if (typeOf(runtime) !== EXECUTABLE) throw new Error("the runtime's addresses are not fixed");
const headers = programHeaders(runtime);
const loadedEnd = Math.max(
  ...headers.filter(({ type }) => type === SEGMENT.LOAD).map(({ vaddr, memsz }) => vaddr + memsz),
);
const base = roundUp(loadedEnd, LARGEST_PAGE);
const offset = roundUp(runtime.length, LARGEST_PAGE);

/** What is appended and mapped as one: stub, names, libraries, note. */
class Piece {
  readonly #parts: Buffer[] = [];
  length = 0;

  /** @returns where it begins. */
  append(bytes: Buffer, align: number): number {
    const at = roundUp(this.length, align);
    this.#parts.push(Buffer.alloc(at - this.length), bytes);
    this.length = at + bytes.length;
    return at;
  }

  whole(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

const piece = new Piece();
const stub = readFileSync(stubFile);
piece.append(stub, 1);
const addresses = Object.fromEntries(
  STUB.functions.map((name, index) => [name, base + stub.readUInt32LE(index * 4)]),
) as Record<Operation | "start", number>;
for (const [index, file] of libraryFiles.entries()) {
  const whole = withoutSections(readFileSync(file));
  const library = index === 0 ? redirected(whole, architectureOf(runtime), addresses) : whole;
  const at = STUB.files + index * STUB.fileSize;
  stub.writeUInt32LE(piece.append(Buffer.from(`${path.basename(file)}\0`), 1), at);
  stub.writeUInt32LE(piece.append(library, PAGE), at + 4);
  stub.writeUInt32LE(library.length, at + 8);
}
stub.writeUInt32LE(libraryFiles.length, STUB.count);
stub.writeBigUInt64LE(entryOf(runtime), STUB.entry);

// Node looks for its blob in the notes of the program.
const blob = readFileSync(blobFile);
const noteHead = Buffer.alloc(12 + roundUp(NOTE_NAME.length, 4));
noteHead.writeUInt32LE(NOTE_NAME.length, 0);
noteHead.writeUInt32LE(blob.length, 4);
noteHead.write(NOTE_NAME, 12, "latin1");
const noteAt = piece.append(Buffer.concat([noteHead, blob]), PAGE);

// PT_PHDR says nothing where addresses are fixed, and nobody asks for the build's ID: so the table stays where it is.
// PT_INTERP is hidden from the kernel; the stub shows it to ld.so, which insists on one.
const kept = headers
  .filter(({ type }) => type !== SEGMENT.PHDR && type !== SEGMENT.NOTE)
  .map((header) => (header.type === SEGMENT.INTERP ? { ...header, type: SEGMENT.NULL } : header));
const lastLoad = kept.findLastIndex(({ type }) => type === SEGMENT.LOAD);
kept.splice(lastLoad + 1, 0, {
  type: SEGMENT.LOAD,
  flags: FLAG.READ | FLAG.EXECUTE,
  align: LARGEST_PAGE,
  ...span(0, piece.length),
});
kept.push({ type: SEGMENT.NOTE, flags: FLAG.READ, align: 4, ...span(noteAt, piece.length - noteAt) });
writeProgramHeaders(runtime, kept);
setEntry(runtime, addresses.start);

const fuse = runtime.indexOf(`${FUSE}0`);
if (fuse < 0 || runtime.includes(`${FUSE}0`, fuse + 1)) throw new Error("the runtime has no single fuse");
runtime.write("1", fuse + FUSE.length);

const gap = Buffer.alloc(offset - runtime.length);
writeFileSync(output, Buffer.concat([runtime, gap, piece.whole()]), { mode: 0o755 });

function span(
  at: number,
  size: number,
): { offset: number; vaddr: number; paddr: number; filesz: number; memsz: number } {
  return { offset: offset + at, vaddr: base + at, paddr: base + at, filesz: size, memsz: size };
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
