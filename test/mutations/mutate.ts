import type { Draw } from "../sites/random.ts";

/** What decoders stumble over: ends of ranges, of texts and of objects. */
const NUMBERS = [-1, 0, 1, 0.5, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308];
const TEXTS = [
  "",
  " ",
  "\0",
  "\n",
  "\u001b[31m",
  "\u202e",
  "\ud800",
  "__proto__",
  "constructor",
  "0",
  "-1",
  "999.999.999.999",
  "0.0.0.0/0",
  "::1",
  "1e999",
  "a".repeat(5_000),
  "(".repeat(500),
  '"'.repeat(50),
  "é".repeat(300),
  "{",
  "]",
  "%s%n",
  "../../../etc/passwd",
];
const MAX_LENGTH = 200_000;

/** Some bytes changed, lost, doubled or put in, or the rest cut off. */
export function mutatedBytes(seed: Uint8Array, draw: Draw): Uint8Array {
  let bytes = Buffer.from(seed);
  for (let changes = draw.integer(1, 6); changes > 0; changes--) {
    const at = draw.integer(0, bytes.length);
    const length = draw.integer(0, Math.min(16, bytes.length - at));
    switch (draw.integer(0, 5)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << draw.integer(0, 7));
        break;
      case 1:
        if (at < bytes.length) bytes[at] = draw.one([0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length))]);
        break;
      case 4: {
        const more = Uint8Array.from({ length: draw.integer(1, 32) }, () => draw.integer(0, 255));
        bytes = Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
        break;
      }
      default:
        bytes = bytes.subarray(0, at);
    }
  }
  return bytes.subarray(0, MAX_LENGTH);
}

/** The same for a text, by pieces that mean something. */
export function mutatedText(seed: string, draw: Draw): string {
  let text = seed;
  for (let changes = draw.integer(1, 6); changes > 0; changes--) {
    const at = draw.integer(0, text.length);
    const length = draw.integer(0, Math.min(40, text.length - at));
    switch (draw.integer(0, 5)) {
      case 0:
        text = text.slice(0, at) + text.slice(at + length);
        break;
      case 1:
        text = text.slice(0, at + length) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + draw.one(TEXTS) + text.slice(at);
        break;
      case 3:
        text = text.slice(0, at) + String(draw.one(NUMBERS)) + text.slice(at + length);
        break;
      case 4: {
        const lines = text.split("\n");
        const line = draw.one(lines);
        lines.splice(draw.integer(0, lines.length), draw.integer(0, 2), line);
        text = lines.join("\n");
        break;
      }
      default:
        text = draw.chance(0.2) ? text.slice(0, at) : Buffer.from(mutatedBytes(Buffer.from(text), draw)).toString();
    }
  }
  return text.slice(0, MAX_LENGTH);
}

/** A document of the same kind with some of its values changed, lost, doubled or moved. */
export function mutatedJson<T>(seed: T, draw: Draw): T {
  const document = structuredClone(seed);
  for (let changes = draw.integer(1, 4); changes > 0; changes--) changeOne(document, draw);
  return document;
}

function changeOne(document: unknown, draw: Draw): void {
  let parent: object | undefined;
  let key = "";
  let node: unknown = document;
  // Deep places are reached as often as shallow ones.
  while (typeof node === "object" && node !== null && Object.keys(node).length > 0) {
    if (parent !== undefined && draw.chance(0.15)) break;
    parent = node;
    key = draw.one(Object.keys(node));
    node = (node as Record<string, unknown>)[key];
  }
  if (parent === undefined) return;
  const holder = parent as Record<string, unknown>;
  if (Array.isArray(parent) && draw.chance(0.4)) {
    if (draw.chance(0.5)) parent.splice(Number(key), 1);
    else parent.push(...Array.from({ length: draw.integer(1, 3) }, () => structuredClone(node)));
  } else if (draw.chance(0.25)) holder[key] = sameKind(node, draw);
  else if (draw.chance(0.2)) Reflect.deleteProperty(holder, key);
  else holder[key] = typeof node === "string" ? mutatedText(node, draw) : sameKind(node, draw);
}

function sameKind(node: unknown, draw: Draw): unknown {
  if (typeof node === "number") return draw.chance(0.5) ? node + draw.integer(-3, 3) : draw.one(NUMBERS);
  if (typeof node === "string") return draw.one(TEXTS);
  if (typeof node === "boolean") return !node;
  return draw.one<unknown>([null, [], {}, "", 0, [node]]);
}
