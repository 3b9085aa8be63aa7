import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, object, optionalId, word } from "../fields.ts";

/** cbn DescribeCenRegionDomainRouteEntries */
export const REGION_ROUTES: Answer<"region-route"> = {
  kind: "region-route",
  list: { field: "CenRouteEntries", wrapper: "CenRouteEntry" },
  marks: ["DestinationCidrBlock", "NextHopInstanceId"],
  about: { field: "CenId", inName: /cen-[a-z0-9]+/i },
  row: v.pipe(
    object({ DestinationCidrBlock: block, Status: word, PublishStatus: word, NextHopInstanceId: optionalId }),
    v.transform((row) =>
      row.DestinationCidrBlock === undefined
        ? undefined
        : {
            destination: row.DestinationCidrBlock,
            status: row.Status,
            publishStatus: row.PublishStatus,
            nextHopId: row.NextHopInstanceId,
          },
    ),
  ),
};
