import { describe, expect, it } from "vitest";
import { compareReports } from "../../src/compare.ts";
import { renderJson } from "../../src/render/json.ts";
import { printable, printableIn } from "../../src/wire/text.ts";
import { hostileReport } from "../support/hostile.ts";

/** Of each kind that a terminal obeys or that nobody sees, the first and the last. */
const UNSEEN = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0001, 0xe0001],
  [0xe0020, 0xe007f],
  [0xe0100, 0xe01ef],
].flatMap(([first = 0, last = 0]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));

describe("text that came from elsewhere", () => {
  it("shows what nobody would see", () => {
    for (const code of UNSEEN) {
      const shown = code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
      expect(printable(`a${String.fromCodePoint(code)}b`)).toBe(`a${shown}b`);
    }
  });

  it("leaves letters as they are", () => {
    for (const text of ["防火墙", "Größe", "Ελλάς", "עברית", "🧱", "e\u0301"]) expect(printable(text)).toBe(text);
  });

  it("is escaped in JSON, and comes back the same", () => {
    for (const code of UNSEEN) {
      const document = { text: `a${String.fromCodePoint(code)}b` };
      const json = renderJson(document);
      expect(JSON.parse(json)).toEqual(document);
      // Line feeds and blanks of the document's own are all that is left.
      expect(/^[\n\x20-\x7e]*$/.test(json), code.toString(16)).toBe(true);
    }
  });

  it("is shown in a comparison as well", () => {
    const [before, after] = [hostileReport(), hostileReport()];
    for (const check of after.checks) check.title = `\u009b31m\u061c${check.title}`;
    const text = JSON.stringify(printableIn(compareReports(before, after)));
    expect(text).not.toMatch(/[\u007f-\u009f\u061c\u202e]/);
  });
});
