import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, flag, listOf, object, optionalId, word } from "../fields.ts";

const NEXT_HOP = object({ NextHopId: optionalId, NextHopType: word, Enabled: flag });

/** vpc DescribeRouteEntryList, of a VPC's table or a VBR's */
export const ROUTES: Answer<"route"> = {
  kind: "route",
  list: { field: "RouteEntrys", wrapper: "RouteEntry" },
  marks: ["DestinationCidrBlock", "RouteTableId"],
  about: { field: "RouteTableId", inName: /vtb-[a-z0-9]+/i },
  row: v.pipe(
    object({
      DestinationCidrBlock: block,
      Status: word,
      Type: word,
      NextHops: listOf(NEXT_HOP, "NextHop"),
      // Of the older answers, which know one next hop.
      InstanceId: optionalId,
      NextHopType: word,
    }),
    v.transform(({ DestinationCidrBlock: destination, Status, Type, NextHops, InstanceId, NextHopType }) =>
      destination === undefined
        ? undefined
        : {
            destination,
            status: Status,
            type: Type,
            nextHops:
              NextHops.length === 0 && (InstanceId !== undefined || NextHopType !== undefined)
                ? [{ id: InstanceId, type: NextHopType, enabled: true }]
                : NextHops.map((hop) => ({
                    id: hop.NextHopId,
                    type: hop.NextHopType,
                    enabled: hop.Enabled ?? true,
                  })),
          },
    ),
  ),
};
