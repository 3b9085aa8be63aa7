import type { AnyCheck } from "../model/check.ts";
import { apiServerConnects } from "./api-server/connects.ts";
import { apiServerGiven } from "./api-server/given.ts";
import { apiServerIdentity } from "./api-server/identity.ts";
import { apiServerTls } from "./api-server/tls.ts";
import { gatewaySpeaksBgp } from "./host/bgp.ts";
import { containerRoute } from "./line/containers.ts";
import { clockIsRight } from "./ntp/clock.ts";
import { clockService } from "./ntp/clock-service.ts";
import { dnsResolver } from "./dns/resolver.ts";
import { dnsResolves } from "./dns/resolves.ts";
import { containersKeepSource } from "./host/masquerade.ts";
import { nothingRedirected } from "./host/translation.ts";
import { outputPassesFilter } from "./host/output-filter.ts";
import { portPassesFilter } from "./inbound/port-filter.ts";
import { gatewayAnswers } from "./host/gateway.ts";
import { hasRoute } from "./host/route.ts";
import { linkIsWell } from "./host/link.ts";
import { noOverlap } from "./host/overlap.ts";
import { noOverlay } from "./host/overlay.ts";
import { noProxy } from "./host/proxy.ts";
import { oneWayBack } from "./host/reverse-path.ts";
import { hostNameAddress } from "./host/host-name-address.ts";
import { hostNameIsValid } from "./host/host-name.ts";
import { noLeftovers } from "./host/leftovers.ts";
import { resolvConfIsRead } from "./host/resolv-conf.ts";
import { systemIsSupported } from "./host/system.ts";
import { idleConnectionLives } from "./line/idle-connection.ts";
import { everyFlowPasses } from "./line/parallel-ways.ts";
import { flannelLeaves } from "./inbound/flannel-leaves.ts";
import { portIsFree } from "./inbound/port-free.ts";
import { portIsReachable } from "./inbound/port-reachable.ts";
import { layerIsPulled } from "./registry/layer.ts";
import { installPackage } from "./service/install-package.ts";
import { lineLoss } from "./line/loss.ts";
import { lineRoundTrip } from "./line/round-trip.ts";
import { ntpAnswers } from "./ntp/answers.ts";
import { ownAnswersHttp } from "./own/http.ts";
import { ownConnects } from "./own/connects.ts";
import { ownResolves } from "./own/resolves.ts";
import { ownTcp } from "./own/tcp.ts";
import { ownTime } from "./own/time.ts";
import { ownTls } from "./own/tls.ts";
import { ownUdp } from "./own/udp.ts";
import { packagesAreListed } from "./tools/packages-listed.ts";
import { sourcesAnswer } from "./tools/sources-answer.ts";
import { sourcesAreConfigured } from "./tools/sources-configured.ts";
import { realm } from "./registry/realm.ts";
import { realmAnswers } from "./registry/realm-answers.ts";
import { realmResolves } from "./registry/realm-resolves.ts";
import { serviceConnects } from "./service/connects.ts";
import { serviceIdentity } from "./service/identity.ts";
import { serviceTls } from "./service/tls.ts";
import { toolIsInstalled } from "./tools/installed.ts";

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
