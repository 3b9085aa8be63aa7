/**
 * Schemas for the fields of an API's answer: they check a value and convert it. Texts are bounded, since they are printed. An ID
 * is one word without special characters, since it is put into shell commands.
 */
import * as v from "valibot";
import { isIp, networkOf, parseIpv4Cidr } from "../wire/cidr.ts";
import { isRecord } from "../wire/json.ts";

/** What a field must hold. Schemas use these codes as their messages; the command line has the words for each. */
export const EXPECTED_VALUES = [
  "text",
  "word",
  "id",
  "ip",
  "block",
  "flag",
  "number",
  "ports",
  "time",
  "list",
  "object",
  "json",
] as const;
export type ExpectedValue = (typeof EXPECTED_VALUES)[number];

const MAX_TEXT = 256;
const MAX_LONG_TEXT = 8_192;

/** A number or a text, as text; some answers print numbers as texts, and some texts as numbers. */
const scalar = v.pipe(
  v.union([v.string(), v.number()], "text" satisfies ExpectedValue),
  v.transform(String),
  v.maxLength(MAX_TEXT, "text" satisfies ExpectedValue),
);

/** A field that may be absent, null or empty, which all mean the same. */
function optional<T>(
  schema: v.GenericSchema<unknown, T>,
  expected: ExpectedValue,
): v.GenericSchema<unknown, T | undefined> {
  // First of the pipe, since an object looks there whether a key may be missing.
  return v.pipe(
    v.nullish(v.union([v.literal(""), schema], expected)),
    v.transform((value) => (value === null || value === "" ? undefined : (value as T | undefined))),
  );
}

const matching = (pattern: RegExp, expected: ExpectedValue) => v.pipe(scalar, v.regex(pattern, expected));

/** A status or a type. */
export const word = optional(matching(/^[\w .()/-]+$/, "word"), "word");

export const id = matching(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/, "id");
export const optionalId = optional(id, "id");

export const ip = optional(v.pipe(scalar, v.check(isIp, "ip" satisfies ExpectedValue)), "ip");

/** The canonical block, or undefined for one of IPv6, which no row of ours is about. */
export const block = v.pipe(scalar, v.check(isBlock, "block" satisfies ExpectedValue), v.transform(ipv4Block));
export const optionalBlock = optional(block, "block");

function isBlock(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  return rest.length === 0 && isIp(address) && (prefix === undefined || /^\d{1,3}$/.test(prefix));
}

function ipv4Block(text: string): string | undefined {
  const whole = text.includes("/") ? text : `${text}/32`;
  return parseIpv4Cidr(whole) ?? networkOf(whole);
}

export const flag = optional(
  v.pipe(
    v.union(
      [v.boolean(), v.picklist(["true", "false", "True", "False", "0", "1"]), v.picklist([0, 1])],
      "flag" satisfies ExpectedValue,
    ),
    v.transform((value) => [true, "true", "True", "1", 1].includes(value)),
  ),
  "flag",
);

export const wholeNumber = optional(v.pipe(matching(/^\d{1,9}$/, "number"), v.transform(Number)), "number");

/** "6443/6443", "-1/-1" for every port. */
export const portRange = matching(/^(?:-1|\d{1,5})(?:\/(?:-1|\d{1,5}))?$/, "ports");

/** An instant, such as 2026-01-02T03:04:05Z. */
export const instant = optional(
  v.pipe(
    scalar,
    v.check(
      (text) => /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
      "time" satisfies ExpectedValue,
    ),
  ),
  "time",
);

/** A text that is looked into and not kept as it stands. */
export const longText = optional(
  v.pipe(v.string("text" satisfies ExpectedValue), v.maxLength(MAX_LONG_TEXT, "text" satisfies ExpectedValue)),
  "text",
);

export function object<const T extends v.ObjectEntries>(entries: T) {
  return v.object(entries, "object" satisfies ExpectedValue);
}

/** A list, which the API wraps into an object of one field in some answers and not in others. */
export function listOf<T>(schema: v.GenericSchema<unknown, T>, wrapper: string): v.GenericSchema<unknown, T[]> {
  return v.pipe(
    // With a default, a missing key is looked at as well.
    v.nullish(v.unknown(), []),
    v.transform((value): unknown => {
      const inner = isRecord(value) && wrapper in value ? value[wrapper] : value;
      return inner === undefined || inner === null || inner === "" ? [] : inner;
    }),
    v.array(schema, "list" satisfies ExpectedValue),
  );
}

/** JSON inside JSON: the value that a text holds; an empty text holds none. */
export function embedded<T>(schema: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T | undefined> {
  return optional(
    v.pipe(
      v.union([v.string(), v.record(v.string(), v.unknown())], "json" satisfies ExpectedValue),
      v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
        if (typeof dataset.value !== "string") return dataset.value;
        try {
          return JSON.parse(dataset.value);
        } catch {
          addIssue({ message: "json" satisfies ExpectedValue });
          return NEVER;
        }
      }),
      schema,
    ),
    "json",
  );
}
