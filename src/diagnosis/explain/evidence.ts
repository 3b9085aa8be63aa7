import type { AnyEvidence } from "../../catalogue/words/misconfiguration-words.ts";
import { DNS_PORT } from "../../catalogue/endpoints.ts";
import type { KnownMisconfiguration } from "../../catalogue/misconfigurations/misconfigurations.ts";
import type { ReflectRequest } from "../../model/probe.ts";
import { chanceAlone } from "../measurements/likelihood.ts";
import { isBeyondTheLine, type Network, type Side } from "../network/routed-network.ts";
import type { RankedFault } from "../inference/posterior.ts";
import { destinationOf, type AskedRequest, type Prediction } from "../network/forwarding.ts";
import { isEchoWalk, isFailure, type Measurement, type WalkedHop } from "../measurements/measurement.ts";

const MAX_FOR = 4;
const MAX_AGAINST = 2;

/** In words, each thing once. */
export function told(network: Network, measurements: readonly Measurement[]): AnyEvidence[] {
  return distinct(
    measurements.flatMap(
      (measurement) => tell(network, measurement) ?? ownAddress(network, measurement) ?? works(measurement) ?? [],
    ),
  );
}

/** What speaks for a suspect: where packets end, what the devices say themselves, what works all the same. */
export function evidenceFor(
  network: Network,
  fault: RankedFault,
  measurements: readonly Measurement[],
  predictions: readonly Prediction[],
): AnyEvidence[] {
  const fits = measurements.filter((measurement, index) => chanceOf(network, measurement, predictions[index]) >= FITS);
  const destinations = new Set(fault.explains.map(({ request }) => placeOf(request)));
  const about = fits.filter(
    (measurement) => destinations.has(placeOf(measurement.request)) && !isSaidByAnother(measurement, fits),
  );
  const telling = about.flatMap((measurement) => tell(network, measurement) ?? []);
  // A hop that has answered on the way needs no word on its own address.
  const heard = new Set(about.flatMap((measurement) => (measurement.kind === "walk" ? addressesIn(measurement) : [])));
  const own = fits
    .flatMap((measurement) => ownAddress(network, measurement) ?? [])
    .filter(({ key, args }) => key !== "hop-silent" || !heard.has(args.address));
  const contrast = contrasts(network, fault, fits);
  const rank = (item: AnyEvidence) => STRENGTH.indexOf(item.key);
  return distinct([...telling, ...own, ...contrast].sort((a, b) => rank(a) - rank(b))).slice(0, MAX_FOR);
}

/** What the suspect would not have shown, while the first suspect would. */
export function evidenceAgainst(
  network: Network,
  measurements: readonly Measurement[],
  predictions: readonly Prediction[],
  rival: readonly Prediction[],
): AnyEvidence[] {
  const against = measurements.filter((measurement, index) => {
    const chance = chanceOf(network, measurement, predictions[index]);
    return chance < AGAINST * chanceOf(network, measurement, rival[index]);
  });
  return distinct(
    against.flatMap(
      (measurement) => tell(network, measurement) ?? ownAddress(network, measurement) ?? works(measurement) ?? [],
    ),
  ).slice(0, MAX_AGAINST);
}

const FITS = 0.05;
const AGAINST = 0.3;

const STRENGTH: AnyEvidence["key"][] = [
  "signed",
  "local-error",
  "own-route",
  "answer-misplaced",
  "flows-dead",
  "off-path",
  "reverse-signed",
  "container-walk-ends",
  "sent-lost",
  "reset-from-nearer",
  "large-lost",
  "data-ends",
  "intercepted",
  "reverse-ends",
  "reverse-silent",
  "reflected-large-lost",
  "service-from-vpc",
  "server-answers",
  "name-fails",
  "walk-ends",
  "walk-silent",
  "stalls",
  "refused",
  "unreachable",
  "hop-answers",
  "echo-answers",
  "no-answer",
  "reflected-rejected",
  "reflected-lost",
  "answer-lost",
  "reflected-arrives",
  "same-path-works",
  // Many devices keep silent on their own addresses whatever works.
  "hop-silent",
];

/** Whether a device has put its own name to it: then the place is certain, and only whose it is may be open. */
export function isSigned(
  explained: readonly Measurement[],
  measurements: readonly Measurement[],
  predictions: readonly Prediction[],
  { kind }: KnownMisconfiguration,
): boolean {
  if (kind === "local-route" || kind === "local-filter" || kind === "neighbour")
    return explained.some((measurement) => measurement.kind === "connection" && measurement.saw === "local-error");
  const places = new Set(explained.map(({ request }) => placeOf(request)));
  return measurements.some((measurement, index) => {
    if (!places.has(placeOf(measurement.request))) return false;
    if (measurement.kind === "walk") {
      const last = measurement.hops.at(-1);
      const due = predictions[index]?.hops?.at(-1);
      return (last?.reply === "unreachable" || last?.reply === "refused") && due?.reply === last.reply;
    }
    return measurement.kind === "distance" && predictions[index]?.routers === measurement.routers;
  });
}

/** An echo walk to a host that another walk went to as well: both would say the same, and the other one says it more surely. */
function isSaidByAnother(measurement: Measurement, all: readonly Measurement[]): boolean {
  return (
    isEchoWalk(measurement) &&
    all.some(
      (other) => other.kind === "walk" && !isEchoWalk(other) && placeOf(other.request) === placeOf(measurement.request),
    )
  );
}

function chanceOf(network: Network, measurement: Measurement, prediction: Prediction | undefined): number {
  return prediction === undefined ? 0 : chanceAlone(measurement, prediction, network);
}

function placeOf(request: AskedRequest): string {
  return destinationOf(request).ip;
}

function nameOf(request: AskedRequest): string {
  const { ip, port } = destinationOf(request);
  // An echo request has no port.
  return port === 0 ? ip : `${ip}:${port}`;
}

function tell(network: Network, measurement: Measurement): AnyEvidence | undefined {
  const destination = nameOf(measurement.request);
  switch (measurement.kind) {
    case "walk":
      return tellWalk(network, measurement);
    case "distance": {
      const whole = network.routersTo(placeOf(measurement.request)).length;
      if (measurement.routers >= whole) return undefined;
      return { key: "reset-from-nearer", args: { destination, routers: measurement.routers, whole } };
    }
    case "sizes":
      return measurement.forward || measurement.backward
        ? { key: "large-lost", args: { destination, backward: measurement.backward && !measurement.forward } }
        : undefined;
    case "data":
      return measurement.saw === "delivered"
        ? undefined
        : { key: "data-ends", args: { destination, ttl: measurement.decidedTtl } };
    case "connection":
      return tellConnection(network, measurement);
    case "reflected":
      return tellReflected(measurement, destination);
    case "resolution":
      return measurement.placement === "impossible"
        ? {
            key: "answer-misplaced",
            args: { name: measurement.request.name, addresses: measurement.addresses.join(", ") },
          }
        : undefined;
    case "flows":
      return tellFlows(network, measurement, destination);
    case "echo":
      return undefined;
    case "own-route":
      return measurement.otherLink ? { key: "own-route", args: { destination: measurement.request.to } } : undefined;
  }
}

function portOf({ protocol, port }: ReflectRequest): string {
  return `${protocol.toUpperCase()} ${port}`;
}

function tellReflected(
  { request, saw, reached, heard }: Extract<Measurement, { kind: "reflected" }>,
  reflector: string,
): AnyEvidence | undefined {
  if (reached !== true) return undefined;
  const port = portOf(request);
  if (request.ask === "service")
    return {
      key: "service-from-vpc",
      args: { reflector, service: `${request.host ?? ""}:${request.port}`, open: saw === "open" },
    };
  if (request.ask === "expect" && (saw === "black-hole" || saw === "timed-out"))
    return { key: "sent-lost", args: { reflector, port, small: saw === "timed-out" } };
  // Where no answer comes back it is the way back that is at fault, and not one port.
  if (!heard) return { key: "answer-lost", args: { reflector } };
  if (saw === "black-hole") return { key: "reflected-large-lost", args: { reflector, port } };
  if (saw === "refused" || saw === "unreachable") return { key: "reflected-rejected", args: { reflector, port } };
  return saw === "timed-out" ? { key: "reflected-lost", args: { reflector, port } } : undefined;
}

function tellWalk(
  network: Network,
  { request, hops, reached, way }: Extract<Measurement, { kind: "walk" }>,
): AnyEvidence | undefined {
  const destination = nameOf(request);
  if (request.probe === "reflect")
    return request.ask === "container-walk"
      ? tellContainerWalk(hops, request.host ?? "", reached)
      : tellWalkBack(hops, destination, reached);
  const last = hops.findLast(({ reply }) => reply !== "silent");
  if (last === undefined) return { key: "walk-silent", args: { destination } };
  const stray = hops.find(
    ({ stranger, router, address: heard }) =>
      stranger === true ||
      (heard !== undefined && router !== undefined && network.ownerOf(heard) === router && !way.includes(router)),
  );
  if (stray?.address !== undefined)
    return { key: "off-path", args: { destination, address: stray.address, ttl: stray.ttl } };
  const address = last.router === undefined ? "" : (network.routers.get(last.router)?.addresses[0] ?? "");
  if (last.reply === "unreachable" && last.code !== undefined)
    return {
      key: "signed",
      args: { destination, address: address === "" ? `hop ${last.ttl}` : address, code: last.code },
    };
  if (last.reply === "local-error") return { key: "local-error", args: { destination } };
  if (last.reply === "answer" && request.to.port === DNS_PORT && network.sideOf(request.to.ip) === "site")
    return { key: "server-answers", args: { server: request.to.ip } };
  if (reached) return undefined;
  return { key: "walk-ends", args: { destination, last: address, ttl: last.ttl } };
}

function tellFlows(
  network: Network,
  { dead, living, hops }: Extract<Measurement, { kind: "flows" }>,
  destination: string,
): AnyEvidence | undefined {
  if (dead === 0 || living === 0) return undefined;
  const hop = hops.findLast(({ reply }) => reply === "time-exceeded");
  const address =
    hop?.address ?? (hop?.router === undefined ? undefined : network.routers.get(hop.router)?.addresses[0]);
  const last = hop === undefined || address === undefined ? undefined : { address, ttl: hop.ttl };
  return { key: "flows-dead", args: { destination, dead, tried: dead + living, last } };
}

/** Hops on the way back answer from their other side, so they go by their number. */
function tellWalkBack(hops: readonly WalkedHop[], reflector: string, reached: boolean): AnyEvidence | undefined {
  if (reached) return undefined;
  const last = hops.findLast(({ reply }) => reply !== "silent");
  if (last === undefined) return { key: "reverse-silent", args: { reflector } };
  const name = last.address ?? `hop ${last.ttl}`;
  if (last.reply === "unreachable" && last.code !== undefined)
    return { key: "reverse-signed", args: { reflector, address: name, code: last.code } };
  return { key: "reverse-ends", args: { reflector, last: name, ttl: last.ttl } };
}

function tellContainerWalk(hops: readonly WalkedHop[], cidr: string, reached: boolean): AnyEvidence | undefined {
  if (reached) return undefined;
  const last = hops.findLast(({ reply }) => reply !== "silent");
  const address = last === undefined ? undefined : (last.address ?? `hop ${last.ttl}`);
  return { key: "container-walk-ends", args: { cidr, last: address, refused: last?.reply === "unreachable" } };
}

function tellConnection(
  { sideOf }: Network,
  { request, saw, served }: Extract<Measurement, { kind: "connection" }>,
): AnyEvidence | undefined {
  if (!served) return undefined;
  const destination = nameOf(request);
  const isAboutServer = request.probe === "dns" && request.class === "CH";
  if (isAboutServer && saw === "well") return { key: "server-answers", args: { server: request.server.ip } };
  if (request.probe === "dns" && !isAboutServer && sideOf(request.server.ip) === "site" && saw !== "well")
    return { key: "name-fails", args: { server: request.server.ip } };
  switch (saw) {
    case "timed-out":
      return { key: "no-answer", args: { destination } };
    case "unreachable":
      return { key: "unreachable", args: { destination } };
    case "refused":
      return { key: "refused", args: { destination } };
    case "local-error":
      return { key: "local-error", args: { destination } };
    case "stalled":
    case "closed":
      return { key: "stalls", args: { destination } };
    case "intercepted":
      return { key: "intercepted", args: { destination } };
    case "well":
    case "nxdomain":
    case "servfail":
    case "dns-refused":
      return undefined;
  }
}

function addressesIn({ hops }: Extract<Measurement, { kind: "walk" }>): string[] {
  return hops.flatMap(({ address }) => address ?? []);
}

type OwnAddressEvidence = Extract<AnyEvidence, { key: "hop-answers" | "hop-silent" | "echo-answers" }>;

function ownAddress({ ownerOf }: Network, measurement: Measurement): OwnAddressEvidence | undefined {
  if (measurement.kind === "echo")
    return measurement.saw === "answer"
      ? { key: "echo-answers", args: { address: measurement.request.to } }
      : undefined;
  if (measurement.kind !== "connection" || measurement.served || measurement.request.probe !== "tcp") return undefined;
  const { ip } = measurement.request.to;
  if (ownerOf(ip) === undefined) return undefined;
  const answers = measurement.saw === "well" || measurement.saw === "refused";
  return answers ? { key: "hop-answers", args: { address: ip } } : { key: "hop-silent", args: { address: ip } };
}

function works(measurement: Measurement): AnyEvidence | undefined {
  if (
    measurement.kind === "reflected" &&
    measurement.heard &&
    (measurement.saw === "arrived" || measurement.saw === "open")
  )
    return measurement.request.ask === "service" || measurement.request.ask === "expect"
      ? undefined
      : {
          key: "reflected-arrives",
          args: { reflector: nameOf(measurement.request), port: portOf(measurement.request) },
        };
  if (measurement.kind !== "connection" || measurement.saw !== "well" || measurement.request.probe === "dns")
    return undefined;
  return { key: "same-path-works", args: { destination: nameOf(measurement.request) } };
}

/** One thing of each side that works although it goes the same way: it takes the common devices out of suspicion. */
function contrasts(network: Network, fault: RankedFault, fits: readonly Measurement[]): AnyEvidence[] {
  const sideOf = ({ request }: Measurement) => network.sideOf(placeOf(request));
  const sides = new Set(fault.explains.map(sideOf));
  const isAlike = [...sides].some(isBeyondTheLine) ? isBeyondTheLine : (side: Side) => sides.has(side);
  return fits
    .filter((measurement) => !isFailure(measurement) && isAlike(sideOf(measurement)))
    .flatMap((measurement) => works(measurement) ?? [])
    .slice(0, 1);
}

function distinct(items: readonly AnyEvidence[]): AnyEvidence[] {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText.values()];
}
