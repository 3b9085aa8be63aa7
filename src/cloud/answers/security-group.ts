import * as v from "valibot";
import type { SecurityGroupRule } from "../../model/cloud.ts";
import type { Answer } from "../answer.ts";
import { id, listOf, object, optionalBlock, optionalId, portRange, wholeNumber, word } from "../fields.ts";

const RULE = v.pipe(
  object({
    Direction: word,
    IpProtocol: word,
    PortRange: portRange,
    SourceCidrIp: optionalBlock,
    DestCidrIp: optionalBlock,
    Ipv6SourceCidrIp: word,
    Ipv6DestCidrIp: word,
    Policy: word,
    Priority: wholeNumber,
  }),
  v.transform((row): SecurityGroupRule => {
    const direction = row.Direction?.toLowerCase() === "egress" ? "egress" : "ingress";
    return {
      direction,
      accepts: row.Policy?.toLowerCase() === "accept",
      protocol: (row.IpProtocol ?? "all").toLowerCase(),
      ports: row.PortRange,
      cidr: direction === "egress" ? row.DestCidrIp : row.SourceCidrIp,
      priority: row.Priority ?? 1,
    };
  }),
);

/** ecs DescribeSecurityGroupAttribute */
export const SECURITY_GROUP: Answer<"security-group"> = {
  kind: "security-group",
  marks: ["SecurityGroupId", "Permissions"],
  about: { field: "SecurityGroupId", inName: /sg-[a-z0-9]+/i },
  row: v.pipe(
    object({
      SecurityGroupId: id,
      VpcId: optionalId,
      RegionId: word,
      Permissions: listOf(RULE, "Permission"),
    }),
    v.transform((row) => ({
      id: row.SecurityGroupId,
      vpcId: row.VpcId,
      regionId: row.RegionId,
      rules: row.Permissions,
    })),
  ),
};
