import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, listOf, object, optionalId, word } from "../fields.ts";

/** cbn DescribePublishedRouteEntries */
export const PUBLISHED_ROUTES: Answer<"published"> = {
  kind: "published",
  list: { field: "PublishedRouteEntries", wrapper: "PublishedRouteEntry" },
  marks: ["DestinationCidrBlock", "PublishStatus", "ChildInstanceRouteTableId"],
  about: { field: "ChildInstanceId", inName: /(?:vpc|vbr)-[a-z0-9]+/i },
  row: v.pipe(
    object({
      ChildInstanceRouteTableId: optionalId,
      DestinationCidrBlock: block,
      PublishStatus: word,
      Conflicts: listOf(v.unknown(), "Conflict"),
    }),
    v.transform((row) =>
      row.DestinationCidrBlock === undefined
        ? undefined
        : {
            tableId: row.ChildInstanceRouteTableId,
            destination: row.DestinationCidrBlock,
            status: row.PublishStatus,
            conflicts: row.Conflicts.length > 0,
          },
    ),
  ),
};
