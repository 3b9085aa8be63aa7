import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { id, object, optionalId, word } from "../fields.ts";

/** cbn ListTransitRouters */
export const TRANSIT_ROUTERS: Answer<"transit-router"> = {
  kind: "transit-router",
  list: { field: "TransitRouters", wrapper: "TransitRouter" },
  marks: ["TransitRouterId", "CenId"],
  row: v.pipe(
    object({ TransitRouterId: id, CenId: optionalId, RegionId: word, Status: word }),
    v.transform((row) => ({ id: row.TransitRouterId, cenId: row.CenId, regionId: row.RegionId, status: row.Status })),
  ),
};

/** cbn ListTransitRouterRouteTables */
export const TRANSIT_ROUTE_TABLES: Answer<"transit-route-table"> = {
  kind: "transit-route-table",
  list: { field: "TransitRouterRouteTables", wrapper: "TransitRouterRouteTable" },
  marks: ["TransitRouterRouteTableId", "TransitRouterRouteTableType"],
  row: v.pipe(
    object({
      TransitRouterRouteTableId: id,
      TransitRouterId: optionalId,
      TransitRouterRouteTableType: word,
    }),
    v.transform((row) => ({
      id: row.TransitRouterRouteTableId,
      routerId: row.TransitRouterId,
      type: row.TransitRouterRouteTableType,
    })),
  ),
};
