import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { id, ip, listOf, object, optionalId, wholeNumber, word } from "../fields.ts";
import { isRecord } from "../../wire/json.ts";

/** vpc DescribeVirtualBorderRouters */
export const VBRS: Answer<"vbr"> = {
  kind: "vbr",
  list: { field: "VirtualBorderRouterSet", wrapper: "VirtualBorderRouterType" },
  marks: ["VbrId"],
  row: v.pipe(
    object({
      VbrId: id,
      Status: word,
      RouteTableId: optionalId,
      VlanInterfaceId: optionalId,
      LocalGatewayIp: ip,
      PeerGatewayIp: ip,
      PhysicalConnectionStatus: word,
      PhysicalConnectionBusinessStatus: word,
      EcrId: optionalId,
      AssociatedCens: v.optional(listOf(v.unknown(), "AssociatedCen")),
      Mtu: wholeNumber,
    }),
    v.transform((row) => ({
      id: row.VbrId,
      status: row.Status,
      routeTableId: row.RouteTableId,
      interfaceId: row.VlanInterfaceId,
      localIp: row.LocalGatewayIp,
      peerIp: row.PeerGatewayIp,
      lineStatus: row.PhysicalConnectionStatus,
      lineBusinessStatus: row.PhysicalConnectionBusinessStatus,
      ecrId: row.EcrId,
      cenIds: (row.AssociatedCens ?? []).flatMap((each) => {
        const cen = isRecord(each) ? v.safeParse(id, each["CenId"]) : undefined;
        return cen?.success === true ? [cen.output] : [];
      }),
      mtuBytes: row.Mtu,
    })),
  ),
};
