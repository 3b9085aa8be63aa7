import type * as v from "valibot";
import type { CloudKind, CloudRows } from "../model/cloud.ts";

/** How one answer of the cloud's API is recognised and read. */
export interface Answer<K extends CloudKind> {
  kind: K;
  /** Where the rows stand, and the field that wraps them in some versions. Absent: the whole answer is one row. */
  list?: { field: string; wrapper: string };
  /** Fields that a row has, all of them: by these an answer without a list, or a list that stands alone, is recognised. */
  marks: readonly string[];
  /** Reads a row; undefined for one that is of no interest, such as an IPv6 route. */
  row: v.GenericSchema<unknown, CloudRows[K] | undefined>;
  /** The request may name one resource, such as a route table. Its ID is read from this field of a row, or from the file's name. */
  about?: { field?: string; inName: RegExp };
}
