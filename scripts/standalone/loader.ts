/**
 * Leads the file operations of an ld.so to the stub. They are found by the system calls they make, not by address, so that
 * another version of the library works, or fails here and not at a user's.
 */
import { FLAG, functionStarts, programHeaders, SEGMENT, type Architecture } from "./elf.ts";

export const OPERATIONS = ["open", "fstatat", "read", "pread", "close", "mmap"] as const;
export type Operation = (typeof OPERATIONS)[number];

interface Instructions {
  /** The numbers of the system calls. */
  calls: Record<Operation, number>;
  /** A load of a call's number and, a few bytes later, the call. The code is taken as Latin-1 text. */
  calling: (number: number) => RegExp;
  /** The bytes that an instruction's address is a multiple of. */
  alignment: number;
  /** AT_FDCWD as the first argument tells an open from an openat. */
  workingDirectory: RegExp;
  jumpTo: (address: number) => Buffer;
}

const INSTRUCTIONS: Record<Architecture, Instructions> = {
  x64: {
    calls: { open: 257, fstatat: 262, read: 0, pread: 17, close: 3, mmap: 9 },
    // mov $number,%eax or xor %eax,%eax; for open, mov %rdi,%rsi and mov $AT_FDCWD,%edi may stand between; syscall
    calling: (number) => {
      const load = number === 0 ? "\\x31\\xc0" : `\\xb8${escaped(wordOf(number))}`;
      return new RegExp(`${load}(?:\\x48\\x89\\xfe\\xbf\\x9c\\xff\\xff\\xff)?\\x0f\\x05`, "gs");
    },
    alignment: 1,
    // mov $AT_FDCWD,%edi
    workingDirectory: /\xbf\x9c\xff\xff\xff/s,
    // movabs $address,%r11; jmp *%r11
    jumpTo: (address) => Buffer.concat([Buffer.of(0x49, 0xbb), longOf(address), Buffer.of(0x41, 0xff, 0xe3)]),
  },
  arm64: {
    calls: { open: 56, fstatat: 79, read: 63, pread: 67, close: 57, mmap: 222 },
    // mov x8,#number; within four instructions svc #0
    calling: (number) =>
      new RegExp(`${escaped(wordOf((0xd2800008 | (number << 5)) >>> 0))}(?:.{4}){0,4}?\\x01\\x00\\x00\\xd4`, "gs"),
    alignment: 4,
    // mov w0,#AT_FDCWD or mov x0,#AT_FDCWD
    workingDirectory: /\x60\x0c\x80[\x12\x92]/s,
    // ldr x16,.+8; br x16; the address
    jumpTo: (address) => Buffer.concat([Buffer.of(0x50, 0, 0, 0x58, 0, 0x02, 0x1f, 0xd6), longOf(address)]),
  },
};

function wordOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function longOf(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function escaped(bytes: Buffer): string {
  return [...bytes].map((octet) => `\\x${octet.toString(16).padStart(2, "0")}`).join("");
}

/** @param targets the address of each operation's stand-in. @returns a copy of the loader that jumps to them. */
export function redirected(loader: Buffer, architecture: Architecture, targets: Record<Operation, number>): Buffer {
  const { calls, calling, alignment, workingDirectory, jumpTo } = INSTRUCTIONS[architecture];
  const text = programHeaders(loader).find(({ type, flags }) => type === SEGMENT.LOAD && (flags & FLAG.EXECUTE) !== 0);
  if (text?.offset !== text?.vaddr || text === undefined) throw new Error("ld.so: its code is not where it is loaded");
  const code = loader.toString("latin1", text.offset, text.offset + text.filesz);
  const starts = functionStarts(loader);
  const patched = Buffer.from(loader);

  for (const operation of OPERATIONS) {
    const found = [...code.matchAll(calling(calls[operation]))]
      .filter(({ index }) => index % alignment === 0)
      .map(({ index }) => starts.findLastIndex((start) => start <= text.offset + index));
    const functions = [...new Set(found)]
      .map((index) => ({ start: starts[index] ?? 0, end: starts[index + 1] ?? 0 }))
      .filter(
        ({ start, end }) =>
          operation !== "open" || workingDirectory.test(code.slice(start - text.offset, end - text.offset)),
      );
    const [only, ...others] = functions;
    if (only === undefined || others.length > 0)
      throw new Error(`ld.so: ${functions.length} functions make the call ${operation}, not one`);
    const jump = jumpTo(targets[operation]);
    if (only.end - only.start < jump.length) throw new Error(`ld.so: no room for a jump in ${operation}`);
    jump.copy(patched, only.start);
  }
  return patched;
}
