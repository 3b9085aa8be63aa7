import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, object, optionalId, word } from "../fields.ts";

/** cbn ListTransitRouterRouteEntries. A row does not say which table it is of: the file's name does. */
export const TRANSIT_ROUTES: Answer<"transit-route"> = {
  kind: "transit-route",
  list: { field: "TransitRouterRouteEntries", wrapper: "TransitRouterRouteEntry" },
  marks: ["TransitRouterRouteEntryDestinationCidrBlock"],
  about: { field: "TransitRouterRouteTableId", inName: /vtb-[a-z0-9]+/i },
  row: v.pipe(
    object({
      TransitRouterRouteEntryDestinationCidrBlock: block,
      TransitRouterRouteEntryStatus: word,
      TransitRouterRouteEntryType: word,
      TransitRouterRouteEntryNextHopType: word,
      TransitRouterRouteEntryNextHopId: optionalId,
      TransitRouterRouteEntryNextHopResourceType: word,
      TransitRouterRouteEntryNextHopResourceId: optionalId,
    }),
    v.transform((row) =>
      row.TransitRouterRouteEntryDestinationCidrBlock === undefined
        ? undefined
        : {
            destination: row.TransitRouterRouteEntryDestinationCidrBlock,
            status: row.TransitRouterRouteEntryStatus,
            type: row.TransitRouterRouteEntryType,
            nextHopType: row.TransitRouterRouteEntryNextHopType,
            nextHopId: row.TransitRouterRouteEntryNextHopId,
            resourceType: row.TransitRouterRouteEntryNextHopResourceType,
            resourceId: row.TransitRouterRouteEntryNextHopResourceId,
          },
    ),
  ),
};
