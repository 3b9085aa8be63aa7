import type { AnyCheck } from "../model/check.ts";
import { apiServerConnects, apiServerGiven, apiServerIdentity, apiServerTls } from "./api-server.ts";
import { gatewaySpeaksBgp } from "./bgp.ts";
import { containerRoute } from "./container-routes.ts";
import { clockIsRight, clockService } from "./clock.ts";
import { dnsResolver } from "./dns-resolver.ts";
import { dnsResolves } from "./dns-resolves.ts";
import { containersKeepSource, nothingRedirected, outputPassesFilter, portPassesFilter } from "./host-filter.ts";
import { gatewayAnswers, hasRoute, linkIsWell, noOverlap, noOverlay, noProxy, oneWayBack } from "./host-network.ts";
import { hostNameAddress, hostNameIsValid, noLeftovers, resolvConfIsRead, systemIsSupported } from "./host-system.ts";
import { idleConnectionLives } from "./idle-connection.ts";
import { everyFlowPasses } from "./parallel-ways.ts";
import { flannelLeaves, portIsFree, portIsReachable } from "./inbound.ts";
import { layerIsPulled } from "./image-layer.ts";
import { installPackage } from "./install-package.ts";
import { lineLoss, lineRoundTrip } from "./line-quality.ts";
import { ntpAnswers } from "./ntp-answers.ts";
import { ownAnswersHttp, ownConnects, ownResolves, ownTcp, ownTime, ownTls, ownUdp } from "./own-endpoints.ts";
import { packagesAreListed, sourcesAnswer, sourcesAreConfigured } from "./package-sources.ts";
import { realm, realmAnswers, realmResolves } from "./registry-realm.ts";
import { serviceConnects } from "./service-connects.ts";
import { serviceIdentity } from "./service-identity.ts";
import { serviceTls } from "./service-tls.ts";
import { toolIsInstalled } from "./tools.ts";

/** Every check, in the order of the report within its group. */
export const CHECKS: readonly AnyCheck[] = [
  dnsResolver,
  dnsResolves,
  ...serviceConnects,
  ...serviceTls,
  ...serviceIdentity,
  installPackage,
  realm,
  realmResolves,
  realmAnswers,
  layerIsPulled,
  apiServerGiven,
  apiServerConnects,
  apiServerTls,
  apiServerIdentity,
  ntpAnswers,
  clockIsRight,
  clockService,
  portIsFree,
  portPassesFilter,
  portIsReachable,
  flannelLeaves,
  toolIsInstalled,
  sourcesAreConfigured,
  sourcesAnswer,
  packagesAreListed,
  hasRoute,
  gatewayAnswers,
  gatewaySpeaksBgp,
  oneWayBack,
  linkIsWell,
  outputPassesFilter,
  nothingRedirected,
  containersKeepSource,
  noOverlay,
  noOverlap,
  noProxy,
  hostNameIsValid,
  hostNameAddress,
  systemIsSupported,
  resolvConfIsRead,
  noLeftovers,
  lineLoss,
  lineRoundTrip,
  everyFlowPasses,
  idleConnectionLives,
  containerRoute,
  ownResolves,
  ownConnects,
  ownTls,
  ownAnswersHttp,
  ownTcp,
  ownUdp,
  ownTime,
];
