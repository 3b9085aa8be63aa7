import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, listOf, object, word } from "../fields.ts";

/** cbn DescribeRouteServicesInCen */
export const ROUTE_SERVICES: Answer<"route-service"> = {
  kind: "route-service",
  list: { field: "RouteServiceEntries", wrapper: "RouteServiceEntry" },
  marks: ["Host", "AccessRegionId"],
  about: { field: "CenId", inName: /cen-[a-z0-9]+/i },
  row: v.pipe(
    object({ Host: word, Cidrs: listOf(block, "Cidr"), AccessRegionId: word, Status: word }),
    v.transform((row) => {
      const host = row.Host ?? "";
      const asBlock = v.safeParse(block, host);
      const cidrs = row.Cidrs.flatMap((cidr) => cidr ?? []);
      return {
        host,
        cidrs: cidrs.length > 0 || !asBlock.success || asBlock.output === undefined ? cidrs : [asBlock.output],
        accessRegionId: row.AccessRegionId,
        status: row.Status,
      };
    }),
  ),
};
