/** What the cloud's API says of its own devices: the rows of its answers, reduced to the fields that a diagnosis reads. */

/** A virtual border router and its line. */
export interface VbrRow {
  id: string;
  status?: string;
  routeTableId?: string;
  /** The router interface towards the data centre. */
  interfaceId?: string;
  /** The two ends of the line: the VBR's own address, and the data centre's. */
  localIp?: string;
  peerIp?: string;
  lineStatus?: string;
  lineBusinessStatus?: string;
  ecrId?: string;
  /** The CEN instances that it is attached to. */
  cenIds: string[];
  mtuBytes?: number;
}

/** A route table of a VPC or of a VBR. */
export interface RouteTableRow {
  id: string;
  routerId?: string;
  /** "VRouter" for a VPC, "VBR". */
  routerType?: string;
  vpcId?: string;
  /** "System" or "Custom". */
  type?: string;
  /** Whether routes of the transit router are entered by themselves. */
  propagation?: boolean;
  vswitchIds: string[];
}

/** A route of a VPC or of a VBR; its list is about the table. */
export interface RouteRow {
  destination: string;
  status?: string;
  /** "System", "Custom", "BGP", "CEN", "ECR". */
  type?: string;
  nextHops: { id?: string; type?: string; enabled: boolean }[];
}

export interface BgpPeerRow {
  routerId?: string;
  peerIp?: string;
  /** Of the session, such as "Established". */
  session?: string;
}

export interface AclRule {
  accepts: boolean;
  /** "tcp", "udp", "icmp", "all", in small letters. */
  protocol: string;
  /** Such as "1/200"; "-1/-1" is every port. */
  ports: string;
  cidr: string;
}

/** A network ACL of a VPC; its rules are tried in their order. */
export interface NetworkAclRow {
  id: string;
  vpcId?: string;
  ingress: AclRule[];
  egress: AclRule[];
  vswitchIds: string[];
}

export interface TransitRouterRow {
  id: string;
  cenId?: string;
  regionId?: string;
  status?: string;
}

export interface TransitRouteTableRow {
  id: string;
  routerId?: string;
  type?: string;
}

export interface TransitRouteRow {
  destination: string;
  /** "Active", "Rejected", "Prohibited", "Standby" or "Candidate". */
  status?: string;
  /** "Static" or "Propagated". */
  type?: string;
  /** "Attachment" or "BlackHole". */
  nextHopType?: string;
  nextHopId?: string;
  resourceType?: string;
  resourceId?: string;
}

/** That an attachment's packets are looked up in a table, or that its routes are learnt there. */
export interface TransitLinkRow {
  tableId?: string;
  attachmentId: string;
  resourceId?: string;
  resourceType?: string;
  status?: string;
}

export interface TransitAttachmentRow {
  id: string;
  resourceType: "VBR" | "VPC" | "ECR";
  resourceId: string;
  regionId?: string;
  routerId?: string;
  /** Whether the routes of the transit router are published to what is attached. */
  autoPublish?: boolean;
  status?: string;
}

/** A cloud service's block that the transit router leads to through a VPC. */
export interface RouteServiceRow {
  host: string;
  cidrs: string[];
  accessRegionId?: string;
  status?: string;
}

/** Whether a route of a VPC or a VBR is known to the CEN instance; its list is about the VPC or the VBR. */
export interface PublishedRow {
  tableId?: string;
  destination: string;
  /** "Published" or "NonPublished". */
  status?: string;
  conflicts: boolean;
}

export interface RegionRouteRow {
  destination: string;
  status?: string;
  publishStatus?: string;
  nextHopId?: string;
}

export interface RouteMapRow {
  id?: string;
  /** "Permit" or "Deny". */
  result?: string;
  direction?: string;
  cidrs: string[];
  /** "Include" or "Complete": blocks inside, or exactly these. */
  matchMode?: string;
  tableId?: string;
  status?: string;
}

export interface EcrRouteRow {
  destination: string;
  nextHopId?: string;
  status?: string;
}

export interface EcrAssociationRow {
  id: string;
  /** "VPC" or "TR". */
  nodeType?: string;
  vpcId?: string;
  transitRouterId?: string;
  status?: string;
  allowedPrefixes: string[];
  /** "MatchMode": only these; "IncrementalMode": these as well. */
  allowedPrefixesMode?: string;
}

export interface EcrChildRow {
  id: string;
  type?: string;
  status?: string;
}

export interface SecurityGroupRule {
  direction: "ingress" | "egress";
  accepts: boolean;
  protocol: string;
  ports: string;
  /** The far end as a block; absent where it is another group or a prefix list, which cannot be decided from here. */
  cidr?: string;
  /** The lower number wins. */
  priority: number;
}

export interface SecurityGroupRow {
  id: string;
  vpcId?: string;
  regionId?: string;
  rules: SecurityGroupRule[];
}

/** A cluster's detail. */
export interface ClusterRow {
  id?: string;
  regionId?: string;
  version?: string;
  profile?: string;
  state?: string;
  vpcId?: string;
  vswitchIds: string[];
  securityGroupId?: string;
  loadBalancerId?: string;
  serviceCidr?: string;
  containerCidr?: string;
  /** As Kubernetes names it, such as "Flannel" or "terway-edge". */
  networkPlugin?: string;
  /** The internal endpoint's host, with its port. */
  apiServer?: string;
}

/** A listener of a load balancer, and its access control. */
export interface ListenerRow {
  loadBalancerId?: string;
  port: number;
  protocol?: string;
  status?: string;
  aclStatus?: string;
  /** "white" or "black". */
  aclType?: string;
  aclIds: string[];
}

export interface BalancerAclRow {
  id: string;
  cidrs: string[];
}

/** What the cloud's own path analysis has found. */
export interface PathAnalysisRow {
  id?: string;
  status?: string;
  reachable?: boolean;
  errorCode?: string;
}

/** What an export says of itself. */
export interface ExportRow {
  exportedAt?: string;
  regionId?: string;
  accountId?: string;
}

export interface CloudRows {
  export: ExportRow;
  cluster: ClusterRow;
  vbr: VbrRow;
  "route-table": RouteTableRow;
  route: RouteRow;
  "bgp-peer": BgpPeerRow;
  "network-acl": NetworkAclRow;
  "transit-router": TransitRouterRow;
  "transit-route-table": TransitRouteTableRow;
  "transit-route": TransitRouteRow;
  "transit-association": TransitLinkRow;
  "transit-propagation": TransitLinkRow;
  "transit-attachment": TransitAttachmentRow;
  "route-service": RouteServiceRow;
  published: PublishedRow;
  "region-route": RegionRouteRow;
  "route-map": RouteMapRow;
  "ecr-route": EcrRouteRow;
  "ecr-association": EcrAssociationRow;
  "ecr-child": EcrChildRow;
  "security-group": SecurityGroupRow;
  listener: ListenerRow;
  "balancer-acl": BalancerAclRow;
  "path-analysis": PathAnalysisRow;
}
export type CloudKind = keyof CloudRows;

/** The rows of one question to the API, with all of its pages. */
export interface CloudList<K extends CloudKind = CloudKind> {
  kind: K;
  files: string[];
  /** What the question was about, where the answer does not repeat it: the ID of a table, of a CEN instance, of an ECR. */
  about?: string;
  /** Whether all pages are there. What is missing from an incomplete list may stand on another page. */
  complete: boolean;
  rows: CloudRows[K][];
}
export type AnyCloudList = { [K in CloudKind]: CloudList<K> }[CloudKind];

/** What the cloud says of its own devices. */
export interface CloudConfiguration {
  /** When the export was made, as the export says itself: ISO 8601. */
  exportedAt?: string;
  lists: AnyCloudList[];
}

/** The rows of a kind, of all lists. */
export function rowsOf<K extends CloudKind>({ lists }: CloudConfiguration, kind: K): CloudRows[K][] {
  return listsOf({ lists }, kind).flatMap(({ rows }) => rows);
}

export function listsOf<K extends CloudKind>({ lists }: Pick<CloudConfiguration, "lists">, kind: K): CloudList<K>[] {
  return lists.filter((list): list is AnyCloudList & CloudList<K> => list.kind === kind);
}
