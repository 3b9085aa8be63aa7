import { expect, it } from "vitest";
import { lookAlikeIn } from "../../src/wire/look-alikes.ts";

it.each([
  ["\u2013-region", { found: "\u2013", code: "U+2013", meant: "-" }],
  ["--region=\u201ccn-hangzhou\u201d", { found: "\u201c", code: "U+201C", meant: '"' }],
  ["cn-hangzhou\u00a0", { found: "\u00a0", code: "U+00A0", meant: " " }],
  ["192.168.10.10\uff1a6443", { found: "\uff1a", code: "U+FF1A", meant: ":" }],
  ["cn\u200b-hangzhou", { found: "\u200b", code: "U+200B", meant: "" }],
  ["--region=cn-hangzhou", undefined],
  ["\u62a5\u544a.json", undefined],
])("%j", (text, found) => {
  expect(lookAlikeIn(text)).toEqual(found);
});
