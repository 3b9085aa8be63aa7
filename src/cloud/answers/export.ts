import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { instant, object, optionalId, word } from "../fields.ts";

/** Written by the script of `plan --cloud-commands`: when, and of which region and account, the export was made. */
export const EXPORT: Answer<"export"> = {
  kind: "export",
  marks: ["exportedAt", "regionId"],
  row: v.pipe(
    object({ exportedAt: instant, regionId: word, accountId: optionalId }),
    v.transform((row) => row),
  ),
};
