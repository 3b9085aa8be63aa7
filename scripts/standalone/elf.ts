/** Just enough of ELF64, little-endian, to read and write program headers. Offsets, addresses and sizes are in bytes. */

export const SEGMENT = { NULL: 0, LOAD: 1, INTERP: 3, NOTE: 4, PHDR: 6, GNU_EH_FRAME: 0x6474e550 } as const;
export const FLAG = { EXECUTE: 1, WRITE: 2, READ: 4 } as const;
/** e_type of a program with fixed addresses. */
export const EXECUTABLE = 2;

export interface ProgramHeader {
  type: number;
  flags: number;
  offset: number;
  vaddr: number;
  paddr: number;
  filesz: number;
  memsz: number;
  align: number;
}

const HEADER = { type: 16, machine: 18, entry: 24, phoff: 32, shoff: 40, phnum: 56, shnum: 60, shstrndx: 62 } as const;
const PROGRAM_HEADER_SIZE = 56;
const WIDE_FIELDS = ["offset", "vaddr", "paddr", "filesz", "memsz", "align"] as const;

export type Architecture = "x64" | "arm64";
const MACHINES = new Map<number, Architecture>([
  [62, "x64"],
  [183, "arm64"],
]);

export function architectureOf(elf: Buffer): Architecture {
  const machine = elf.readUInt16LE(HEADER.machine);
  const architecture = MACHINES.get(machine);
  if (architecture === undefined) throw new Error(`no ELF for machine ${machine} is known here`);
  return architecture;
}

export function typeOf(elf: Buffer): number {
  return elf.readUInt16LE(HEADER.type);
}

export function programHeaders(elf: Buffer): ProgramHeader[] {
  const table = Number(elf.readBigUInt64LE(HEADER.phoff));
  return Array.from({ length: elf.readUInt16LE(HEADER.phnum) }, (_, index) => {
    const at = table + index * PROGRAM_HEADER_SIZE;
    const wide = Object.fromEntries(
      WIDE_FIELDS.map((name, field) => [name, Number(elf.readBigUInt64LE(at + 8 + field * 8))]),
    ) as Omit<ProgramHeader, "type" | "flags">;
    return { type: elf.readUInt32LE(at), flags: elf.readUInt32LE(at + 4), ...wide };
  });
}

/** In the place of those there are; there must be room for them. */
export function writeProgramHeaders(elf: Buffer, headers: readonly ProgramHeader[]): void {
  if (headers.length > elf.readUInt16LE(HEADER.phnum)) throw new Error("no room in the table of program headers");
  const table = Number(elf.readBigUInt64LE(HEADER.phoff));
  elf.writeUInt16LE(headers.length, HEADER.phnum);
  for (const [index, header] of headers.entries()) {
    const at = table + index * PROGRAM_HEADER_SIZE;
    elf.writeUInt32LE(header.type, at);
    elf.writeUInt32LE(header.flags, at + 4);
    for (const [field, name] of WIDE_FIELDS.entries()) elf.writeBigUInt64LE(BigInt(header[name]), at + 8 + field * 8);
  }
}

export function entryOf(elf: Buffer): bigint {
  return elf.readBigUInt64LE(HEADER.entry);
}

export function setEntry(elf: Buffer, entry: number): void {
  elf.writeBigUInt64LE(BigInt(entry), HEADER.entry);
}

/** A copy up to where the part that is loaded ends; behind it lie section headers and symbols, which no program needs. */
export function withoutSections(elf: Buffer): Buffer {
  const end = Math.max(...programHeaders(elf).map(({ offset, filesz }) => offset + filesz));
  const copy = Buffer.from(elf.subarray(0, end));
  copy.writeBigUInt64LE(0n, HEADER.shoff);
  copy.writeUInt16LE(0, HEADER.shnum);
  copy.writeUInt16LE(0, HEADER.shstrndx);
  return copy;
}

/** Version 1; the pointer relative to itself, the count as it is, the table relative to the header: what linkers write. */
const EH_FRAME_FORM = 0x011b033b;

/** The addresses at which functions begin, ascending, as .eh_frame_hdr sorts them for unwinding. */
export function functionStarts(elf: Buffer): number[] {
  const header = programHeaders(elf).find(({ type }) => type === SEGMENT.GNU_EH_FRAME);
  if (header === undefined || elf.readUInt32BE(header.offset) !== EH_FRAME_FORM)
    throw new Error("no .eh_frame_hdr of a known form");
  const { offset, vaddr } = header;
  return Array.from(
    { length: elf.readUInt32LE(offset + 8) },
    (_, index) => vaddr + elf.readInt32LE(offset + 12 + index * 8),
  );
}
