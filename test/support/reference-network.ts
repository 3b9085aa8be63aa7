import { networkOf, type Network } from "../../src/diagnosis/network/routed-network.ts";
import type { AnyObservation, HopEvidence } from "../../src/model/probe.ts";
import type { Site } from "../../src/model/site.ts";
import { ADDRESSES, API_SERVER, DATA_CENTER_CIDR, NAMES, SITE_DNS, VPC_CIDR } from "../lab/reference-site.ts";
import { siteFor } from "./site.ts";

export const TRUNK = ["10.1.1.1", "10.0.12.2", "10.0.23.2", "172.31.1.2", "172.31.2.2"];

export const referenceSettings = (change: Partial<Site> = {}): Site =>
  siteFor({
    apiServer: { host: API_SERVER, port: 6443 },
    vpcCidrs: [VPC_CIDR],
    dataCenterCidrs: [DATA_CENTER_CIDR],
    ...change,
  });

const seen = (observation: object): AnyObservation =>
  ({ startedAtMs: 0, durationMs: 1, attempts: 1, ...observation }) as AnyObservation;

/** A walk as its prober records it. */
export function walkTo(ip: string, port: number, protocol: "tcp" | "udp", hops: HopEvidence[]): AnyObservation {
  const arrived = hops.find(({ reply }) => reply === "open" || reply === "answer" || reply === "refused");
  return seen({
    request: { probe: "hops", protocol, to: { ip, port }, maxTtl: 16, thorough: true },
    outcome: arrived === undefined ? "cut-off" : "reached",
    evidence: { sourcePort: 40_000, hops, ignored: 0, ...(arrived !== undefined && { reachedTtl: arrived.ttl }) },
  });
}

export function hopsBy(routers: readonly (string | undefined)[], end?: HopEvidence["reply"]): HopEvidence[] {
  const passed = routers.map((address, index): HopEvidence => ({
    ttl: index + 1,
    pinned: true,
    ...(address === undefined ? { reply: "silent" } : { reply: "time-exceeded", address, rttMs: 0.2 }),
  }));
  return end === undefined ? passed : [...passed, { ttl: routers.length + 1, pinned: true, reply: end }];
}

export function conversation(
  host: string,
  ip: string,
  port: number,
  outcome: AnyObservation["outcome"],
): AnyObservation {
  return seen({
    request: { probe: "http", to: { ip, port }, scheme: "https", host, method: "GET", path: "/" },
    outcome,
    attempts: outcome === "timed-out" ? 2 : 1,
  });
}

export function answer(server: string, name: string, addresses: string[]): AnyObservation {
  return seen({
    request: { probe: "dns", server: { ip: server, port: 53 }, name, type: "A" },
    outcome: "answer",
    evidence: { addresses, cnames: [], transport: "udp" },
  });
}

const timeFrom = (ip: string) => seen({ request: { probe: "ntp", to: { ip, port: 123 } }, outcome: "time" });

/** What a run on the reference's site records where everything works. */
export function healthyObservations(): AnyObservation[] {
  const services: [string, string][] = [
    [NAMES.controlPlane, ADDRESSES.controlPlane],
    [NAMES.packages, ADDRESSES.packages],
    [NAMES.layers, ADDRESSES.layers],
    [NAMES.auth, ADDRESSES.auth],
    [NAMES.registry, ADDRESSES.registry],
    [NAMES.registry, ADDRESSES.registrySecond],
  ];
  return [
    ...services.map(([host, ip]) => conversation(host, ip, 443, "response")),
    conversation(API_SERVER, API_SERVER, 6443, "response"),
    ...services.map(([host, ip]) => answer(SITE_DNS, host, [ip])),
    answer(SITE_DNS, NAMES.ntp1, [ADDRESSES.ntp1]),
    timeFrom(ADDRESSES.ntp1),
    walkTo(ADDRESSES.controlPlane, 443, "tcp", hopsBy(TRUNK, "open")),
    walkTo(ADDRESSES.ntp1, 123, "udp", hopsBy(TRUNK.slice(0, 2), "answer")),
    walkTo(SITE_DNS, 53, "udp", hopsBy(TRUNK.slice(0, 1), "answer")),
  ];
}

/** The lab's reference site as the diagnosis knows it after a run in which every hop answered. */
export function referenceNetwork(): Network {
  return networkOf(referenceSettings(), healthyObservations());
}
