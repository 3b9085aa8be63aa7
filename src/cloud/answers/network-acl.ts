import * as v from "valibot";
import type { AclRule } from "../../model/cloud.ts";
import type { Answer } from "../answer.ts";
import { id, listOf, object, optionalBlock, optionalId, portRange, word } from "../fields.ts";
import { isRecord } from "../../wire/json.ts";

const RULE = { Policy: word, Protocol: word, Port: portRange };
const INGRESS = v.pipe(
  object({ ...RULE, SourceCidrIp: optionalBlock }),
  v.transform((row) => ruleOf(row, row.SourceCidrIp)),
);
const EGRESS = v.pipe(
  object({ ...RULE, DestinationCidrIp: optionalBlock }),
  v.transform((row) => ruleOf(row, row.DestinationCidrIp)),
);

/** @param cidr of the far end; absent for one of IPv6. */
function ruleOf({ Policy, Protocol, Port }: RuleFields, cidr: string | undefined): AclRule[] {
  if (cidr === undefined) return [];
  return [
    { accepts: Policy?.toLowerCase() === "accept", protocol: (Protocol ?? "all").toLowerCase(), ports: Port, cidr },
  ];
}

interface RuleFields {
  Policy: string | undefined;
  Protocol: string | undefined;
  Port: string;
}

/** vpc DescribeNetworkAclAttributes */
export const NETWORK_ACL: Answer<"network-acl"> = {
  kind: "network-acl",
  marks: ["NetworkAclAttribute"],
  row: v.pipe(
    object({
      NetworkAclAttribute: object({
        NetworkAclId: id,
        VpcId: optionalId,
        IngressAclEntries: listOf(INGRESS, "IngressAclEntry"),
        EgressAclEntries: listOf(EGRESS, "EgressAclEntry"),
        Resources: listOf(v.unknown(), "Resource"),
      }),
    }),
    v.transform(({ NetworkAclAttribute: row }) => ({
      id: row.NetworkAclId,
      vpcId: row.VpcId,
      ingress: row.IngressAclEntries.flat(),
      egress: row.EgressAclEntries.flat(),
      vswitchIds: row.Resources.flatMap((each) => {
        const bound =
          isRecord(each) && each["Status"] !== "UNBINDING" ? v.safeParse(id, each["ResourceId"]) : undefined;
        return bound?.success === true ? [bound.output] : [];
      }),
    })),
  ),
};
