import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, id, listOf, object, optionalId, word } from "../fields.ts";

const ABOUT = { field: "EcrId", inName: /ecr-(?!assoc)[a-z0-9]+/i };

/** expressconnectrouter DescribeExpressConnectRouterRouteEntries */
export const ECR_ROUTES: Answer<"ecr-route"> = {
  kind: "ecr-route",
  list: { field: "RouteEntriesList", wrapper: "RouteEntries" },
  marks: ["DestinationCidrBlock", "NexthopInstanceId"],
  about: ABOUT,
  row: v.pipe(
    object({ DestinationCidrBlock: block, NexthopInstanceId: optionalId, Status: word }),
    v.transform((row) =>
      row.DestinationCidrBlock === undefined
        ? undefined
        : { destination: row.DestinationCidrBlock, nextHopId: row.NexthopInstanceId, status: row.Status },
    ),
  ),
};

/** expressconnectrouter DescribeExpressConnectRouterAssociation */
export const ECR_ASSOCIATIONS: Answer<"ecr-association"> = {
  kind: "ecr-association",
  list: { field: "AssociationList", wrapper: "Association" },
  marks: ["AssociationId", "AssociationNodeType"],
  about: ABOUT,
  row: v.pipe(
    object({
      AssociationId: id,
      AssociationNodeType: word,
      VpcId: optionalId,
      TransitRouterId: optionalId,
      Status: word,
      AllowedPrefixes: listOf(block, "AllowedPrefix"),
      AllowedPrefixesMode: word,
    }),
    v.transform((row) => ({
      id: row.AssociationId,
      nodeType: row.AssociationNodeType,
      vpcId: row.VpcId,
      transitRouterId: row.TransitRouterId,
      status: row.Status,
      allowedPrefixes: row.AllowedPrefixes.flatMap((cidr) => cidr ?? []),
      allowedPrefixesMode: row.AllowedPrefixesMode,
    })),
  ),
};

/** expressconnectrouter DescribeExpressConnectRouterChildInstance */
export const ECR_CHILDREN: Answer<"ecr-child"> = {
  kind: "ecr-child",
  list: { field: "ChildInstanceList", wrapper: "ChildInstance" },
  marks: ["ChildInstanceId", "ChildInstanceType"],
  about: ABOUT,
  row: v.pipe(
    object({ ChildInstanceId: id, ChildInstanceType: word, Status: word }),
    v.transform((row) => ({ id: row.ChildInstanceId, type: row.ChildInstanceType, status: row.Status })),
  ),
};
