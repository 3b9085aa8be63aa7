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
  /** The ID that the question named, such as a route table's: the row's field that repeats it, and how to find it in the file's name. */
  about?: { field?: string; inName: RegExp };
}
