/** @returns undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object with fields: neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list whose items are not known: what Array.isArray finds in an unknown value holds anything. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The fields of an object, none where it is no object. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The items of a list, none where it is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}
