import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, listOf, object, optionalId, word } from "../fields.ts";

/** cbn DescribeCenRouteMaps */
export const ROUTE_MAPS: Answer<"route-map"> = {
  kind: "route-map",
  list: { field: "RouteMaps", wrapper: "RouteMap" },
  marks: ["MapResult"],
  about: { field: "CenId", inName: /cen-[a-z0-9]+/i },
  row: v.pipe(
    object({
      RouteMapId: optionalId,
      MapResult: word,
      TransmitDirection: word,
      DestinationCidrBlocks: listOf(block, "DestinationCidrBlock"),
      CidrMatchMode: word,
      TransitRouterRouteTableId: optionalId,
      Status: word,
    }),
    v.transform((row) => ({
      id: row.RouteMapId,
      result: row.MapResult,
      direction: row.TransmitDirection,
      cidrs: row.DestinationCidrBlocks.flatMap((cidr) => cidr ?? []),
      matchMode: row.CidrMatchMode,
      tableId: row.TransitRouterRouteTableId,
      status: row.Status,
    })),
  ),
};
