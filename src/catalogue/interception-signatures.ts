/** By what an HTTP answer is known to come from something between the node and the service. */

/** Headers that only a forward proxy sends. */
export const PROXY_HEADERS = ["x-squid-error", "proxy-authenticate", "proxy-agent"] as const;

/** Products that answer in a service's place, in a Server or Via header. */
export const PROXY_PRODUCTS =
  /squid|blue ?coat|proxysg|zscaler|mcafee|skyhigh|forti(?:gate|net|proxy)|sophos|websense|forcepoint|ironport|checkpoint|palo ?alto|sangfor|hillstone|topsec/i;

/** RFC 6585: "the client needs to authenticate to gain network access". */
export const NETWORK_AUTHENTICATION_REQUIRED = 511;
export const PROXY_AUTHENTICATION_REQUIRED = 407;

/** Marks of a login or redirect page: the Wi-Fi alliance's tag, a page that leads elsewhere at once, a password field. */
export const PORTAL_MARKS: readonly RegExp[] = [
  /WISPAccessGatewayParam/i,
  /<meta[^>]{0,100}http-equiv\s*=\s*["']?refresh/i,
  /<input[^>]{0,200}type\s*=\s*["']?password/i,
  /\blocation(?:\.href|\.replace|\.assign)?\s*[=(]/i,
  /\b(?:blocked|access denied|captive|portal|web ?auth|company policy|security policy|not permitted)\b/i,
  /认证|拦截|禁止访问|上网行为/,
];

/** Where a relative redirect of a portal leads. */
export const PORTAL_PATH = /login|portal|auth|captive|block|deny|denied|warning/i;

/** A service never redirects a node away from Alibaba Cloud. */
export const SERVICE_DOMAIN = "aliyuncs.com";
