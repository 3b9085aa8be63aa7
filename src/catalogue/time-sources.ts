import type { Site } from "../model/site.ts";
import { NTP_SERVERS } from "./endpoints.ts";

/** With a time source of the site's own the public servers are not needed; servers that the user names are asked all the same. */
export function isReplacedByLocalClock(host: string, site: Site): boolean {
  return site.selfHostNtp && NTP_SERVERS.some((server) => server === host);
}
