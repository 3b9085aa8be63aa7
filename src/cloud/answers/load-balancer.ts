import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { block, id, listOf, object, optionalId, wholeNumber, word } from "../fields.ts";

/** slb DescribeLoadBalancerListeners */
export const LISTENERS: Answer<"listener"> = {
  kind: "listener",
  list: { field: "Listeners", wrapper: "Listener" },
  marks: ["ListenerPort"],
  about: { field: "LoadBalancerId", inName: /lb-[a-z0-9]+/i },
  row: v.pipe(
    object({
      LoadBalancerId: optionalId,
      ListenerPort: wholeNumber,
      ListenerProtocol: word,
      Status: word,
      AclStatus: word,
      AclType: word,
      AclIds: listOf(id, "AclId"),
      AclId: optionalId,
    }),
    v.transform((row) =>
      row.ListenerPort === undefined
        ? undefined
        : {
            loadBalancerId: row.LoadBalancerId,
            port: row.ListenerPort,
            protocol: row.ListenerProtocol,
            status: row.Status,
            aclStatus: row.AclStatus,
            aclType: row.AclType,
            aclIds: row.AclIds.length > 0 || row.AclId === undefined ? row.AclIds : [row.AclId],
          },
    ),
  ),
};

/** slb DescribeAccessControlListAttribute */
export const BALANCER_ACL: Answer<"balancer-acl"> = {
  kind: "balancer-acl",
  marks: ["AclId", "AclEntrys"],
  row: v.pipe(
    object({ AclId: id, AclEntrys: listOf(object({ AclEntryIP: block }), "AclEntry") }),
    v.transform((row) => ({ id: row.AclId, cidrs: row.AclEntrys.flatMap(({ AclEntryIP }) => AclEntryIP ?? []) })),
  ),
};
