import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { id, object, optionalId, word } from "../fields.ts";

const LINK = v.pipe(
  object({
    TransitRouterRouteTableId: optionalId,
    TransitRouterAttachmentId: id,
    ResourceId: optionalId,
    ResourceType: word,
    Status: word,
  }),
  v.transform((row) => ({
    tableId: row.TransitRouterRouteTableId,
    attachmentId: row.TransitRouterAttachmentId,
    resourceId: row.ResourceId,
    resourceType: row.ResourceType,
    status: row.Status,
  })),
);
const ABOUT = { field: "TransitRouterRouteTableId", inName: /vtb-[a-z0-9]+/i };

/** cbn ListTransitRouterRouteTableAssociations */
export const TRANSIT_ASSOCIATIONS: Answer<"transit-association"> = {
  kind: "transit-association",
  list: { field: "TransitRouterAssociations", wrapper: "TransitRouterAssociation" },
  // Alone it could as well be a list of propagations.
  marks: [],
  about: ABOUT,
  row: LINK,
};

/** cbn ListTransitRouterRouteTablePropagations */
export const TRANSIT_PROPAGATIONS: Answer<"transit-propagation"> = {
  kind: "transit-propagation",
  list: { field: "TransitRouterPropagations", wrapper: "TransitRouterPropagation" },
  marks: [],
  about: ABOUT,
  row: LINK,
};
