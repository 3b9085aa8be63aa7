import * as v from "valibot";
import type { TransitAttachmentRow } from "../../model/cloud.ts";
import type { Answer } from "../answer.ts";
import { flag, id, object, optionalId, word } from "../fields.ts";

/** cbn ListTransitRouterVbrAttachments, ...VpcAttachments and ...EcrAttachments, which differ in one field. */
export const TRANSIT_ATTACHMENTS: Answer<"transit-attachment"> = {
  kind: "transit-attachment",
  list: { field: "TransitRouterAttachments", wrapper: "TransitRouterAttachment" },
  marks: ["TransitRouterAttachmentId", "ResourceType"],
  about: { field: "ResourceType", inName: /(?<=TransitRouter)(?:Vbr|Vpc|Ecr)(?=Attachments)/i },
  row: v.pipe(
    object({
      TransitRouterAttachmentId: id,
      TransitRouterId: optionalId,
      VbrId: optionalId,
      VpcId: optionalId,
      EcrId: optionalId,
      VbrRegionId: word,
      VpcRegionId: word,
      EcrRegionId: word,
      AutoPublishRouteEnabled: flag,
      Status: word,
    }),
    v.transform((row): TransitAttachmentRow | undefined => {
      const [resourceType, resourceId] =
        row.VbrId !== undefined
          ? (["VBR", row.VbrId] as const)
          : row.VpcId !== undefined
            ? (["VPC", row.VpcId] as const)
            : (["ECR", row.EcrId] as const);
      if (resourceId === undefined) return undefined;
      return {
        id: row.TransitRouterAttachmentId,
        resourceType,
        resourceId,
        regionId: row.VbrRegionId ?? row.VpcRegionId ?? row.EcrRegionId,
        routerId: row.TransitRouterId,
        autoPublish: row.AutoPublishRouteEnabled,
        status: row.Status,
      };
    }),
  ),
};
