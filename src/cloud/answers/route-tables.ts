import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { flag, id, listOf, object, optionalId, word } from "../fields.ts";

/** vpc DescribeRouteTableList */
export const ROUTE_TABLES: Answer<"route-table"> = {
  kind: "route-table",
  list: { field: "RouterTableList", wrapper: "RouterTableListType" },
  marks: ["RouteTableId", "RouterType"],
  row: v.pipe(
    object({
      RouteTableId: id,
      RouterId: optionalId,
      RouterType: word,
      VpcId: optionalId,
      RouteTableType: word,
      RoutePropagationEnable: flag,
      VSwitchIds: listOf(id, "VSwitchId"),
    }),
    v.transform((row) => ({
      id: row.RouteTableId,
      routerId: row.RouterId,
      routerType: row.RouterType,
      vpcId: row.VpcId,
      type: row.RouteTableType,
      propagation: row.RoutePropagationEnable,
      vswitchIds: row.VSwitchIds,
    })),
  ),
};
