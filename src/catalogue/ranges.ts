/** Where Alibaba Cloud's services live: every documented range is inside it, and a transit router accepts nothing else. */
export const CLOUD_SERVICE_RANGE = "100.64.0.0/10";

/** What the reference document routes for the cloud services. It also swallows 100.0-63 and 100.128-255, ordinary Internet space. */
export const DEFAULT_CLOUD_SERVICE_CIDR = "100.0.0.0/8";

/** The resolvers inside every VPC: what an on-premises DNS server forwards to. */
export const VPC_RESOLVERS = ["100.100.2.136", "100.100.2.138"] as const;
