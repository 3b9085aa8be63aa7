import type { CloudKind } from "../../model/cloud.ts";
import type { Answer } from "../answer.ts";
import { BGP_PEERS } from "./bgp-peers.ts";
import { CLUSTER } from "./cluster.ts";
import { EXPORT } from "./export.ts";
import { ECR_ASSOCIATIONS, ECR_CHILDREN, ECR_ROUTES } from "./express-connect-router.ts";
import { BALANCER_ACL, LISTENERS } from "./load-balancer.ts";
import { NETWORK_ACL } from "./network-acl.ts";
import { PATH_ANALYSIS } from "./path-analysis.ts";
import { PUBLISHED_ROUTES } from "./published-routes.ts";
import { REGION_ROUTES } from "./region-routes.ts";
import { ROUTE_MAPS } from "./route-maps.ts";
import { ROUTE_SERVICES } from "./route-services.ts";
import { ROUTE_TABLES } from "./route-tables.ts";
import { ROUTES } from "./routes.ts";
import { SECURITY_GROUP } from "./security-group.ts";
import { TRANSIT_ATTACHMENTS } from "./transit-attachments.ts";
import { TRANSIT_ASSOCIATIONS, TRANSIT_PROPAGATIONS } from "./transit-links.ts";
import { TRANSIT_ROUTE_TABLES, TRANSIT_ROUTERS } from "./transit-routers.ts";
import { TRANSIT_ROUTES } from "./transit-routes.ts";
import { VBRS } from "./vbrs.ts";

/** Every answer that is understood. A kind without a reader does not compile. */
const BY_KIND: { [K in CloudKind]: Answer<K> } = {
  export: EXPORT,
  cluster: CLUSTER,
  vbr: VBRS,
  "route-table": ROUTE_TABLES,
  route: ROUTES,
  "bgp-peer": BGP_PEERS,
  "network-acl": NETWORK_ACL,
  "transit-router": TRANSIT_ROUTERS,
  "transit-route-table": TRANSIT_ROUTE_TABLES,
  "transit-route": TRANSIT_ROUTES,
  "transit-association": TRANSIT_ASSOCIATIONS,
  "transit-propagation": TRANSIT_PROPAGATIONS,
  "transit-attachment": TRANSIT_ATTACHMENTS,
  "route-service": ROUTE_SERVICES,
  published: PUBLISHED_ROUTES,
  "region-route": REGION_ROUTES,
  "route-map": ROUTE_MAPS,
  "ecr-route": ECR_ROUTES,
  "ecr-association": ECR_ASSOCIATIONS,
  "ecr-child": ECR_CHILDREN,
  "security-group": SECURITY_GROUP,
  listener: LISTENERS,
  "balancer-acl": BALANCER_ACL,
  "path-analysis": PATH_ANALYSIS,
};

export type AnyAnswer = { [K in CloudKind]: Answer<K> }[CloudKind];
export const ANSWERS: readonly AnyAnswer[] = Object.values(BY_KIND);
