import type { AnyEvidence } from "../catalogue/words/misconfiguration-words.ts";
import { DNS_PORT } from "../catalogue/endpoints.ts";
import type { KnownMisconfiguration } from "../catalogue/misconfigurations/misconfigurations.ts";
import type { ReflectRequest } from "../model/probe.ts";
import { chanceAlone } from "./likelihood.ts";
import { isBeyondTheLine, type Network, type Side } from "./network.ts";
import type { RankedFault } from "./rank.ts";
import { destinationOf, type AskedRequest, type Sight } from "./simulate.ts";
import { isFailure, type Trial, type WalkedHop } from "./trials.ts";

const MAX_FOR = 4;
const MAX_AGAINST = 2;

/** What speaks for a suspect: where packets end, what the devices say themselves, what works all the same. */
export function evidenceFor(
  network: Network,
  fault: RankedFault,
  trials: readonly Trial[],
  sights: readonly Sight[],
): AnyEvidence[] {
  const fits = trials.filter((trial, index) => chanceOf(network, trial, sights[index]) >= FITS);
  const destinations = new Set(fault.explains.map(({ request }) => placeOf(request)));
  const about = fits.filter(({ request }) => destinations.has(placeOf(request)));
  const telling = about.flatMap((trial) => tell(network, trial) ?? []);
  const own = fits.flatMap((trial) => ownAddress(network, trial) ?? []);
  const contrast = contrasts(network, fault, fits);
  const rank = (item: AnyEvidence) => STRENGTH.indexOf(item.key);
  return distinct([...telling, ...own, ...contrast].sort((a, b) => rank(a) - rank(b))).slice(0, MAX_FOR);
}

/** What the suspect would not have shown, while the first suspect would. */
export function evidenceAgainst(
  network: Network,
  trials: readonly Trial[],
  sights: readonly Sight[],
  rival: readonly Sight[],
): AnyEvidence[] {
  const against = trials.filter((trial, index) => {
    const chance = chanceOf(network, trial, sights[index]);
    return chance < AGAINST * chanceOf(network, trial, rival[index]);
  });
  return distinct(
    against.flatMap((trial) => tell(network, trial) ?? ownAddress(network, trial) ?? works(trial) ?? []),
  ).slice(0, MAX_AGAINST);
}

const FITS = 0.05;
const AGAINST = 0.3;

const STRENGTH: AnyEvidence["key"][] = [
  "signed",
  "local-error",
  "reverse-signed",
  "reset-from-nearer",
  "large-lost",
  "data-ends",
  "intercepted",
  "reverse-ends",
  "reverse-silent",
  "reflected-large-lost",
  "service-from-vpc",
  "server-answers",
  "walk-ends",
  "walk-silent",
  "hop-silent",
  "hop-answers",
  "name-fails",
  "stalls",
  "refused",
  "unreachable",
  "no-answer",
  "reflected-rejected",
  "reflected-lost",
  "answer-lost",
  "reflected-arrives",
  "same-path-works",
];

/** Whether a device has put its own name to it: then the place is certain, and only whose it is may be open. */
export function isSigned(
  explained: readonly Trial[],
  trials: readonly Trial[],
  sights: readonly Sight[],
  { kind }: KnownMisconfiguration,
): boolean {
  if (kind === "local-route" || kind === "local-filter" || kind === "neighbour")
    return explained.some((trial) => trial.kind === "connection" && trial.saw === "local-error");
  const places = new Set(explained.map(({ request }) => placeOf(request)));
  return trials.some((trial, index) => {
    if (!places.has(placeOf(trial.request))) return false;
    if (trial.kind === "walk") {
      const last = trial.hops.at(-1);
      const due = sights[index]?.hops?.at(-1);
      return (last?.reply === "unreachable" || last?.reply === "refused") && due?.reply === last.reply;
    }
    return trial.kind === "distance" && sights[index]?.routers === trial.routers;
  });
}

function chanceOf(network: Network, trial: Trial, sight: Sight | undefined): number {
  return sight === undefined ? 0 : chanceAlone(trial, sight, network);
}

function placeOf(request: AskedRequest): string {
  return destinationOf(request).ip;
}

function nameOf(request: AskedRequest): string {
  const { ip, port } = destinationOf(request);
  return `${ip}:${port}`;
}

function tell(network: Network, trial: Trial): AnyEvidence | undefined {
  const destination = nameOf(trial.request);
  switch (trial.kind) {
    case "walk":
      return tellWalk(network, trial);
    case "distance": {
      const whole = network.routersTo(placeOf(trial.request)).length;
      if (trial.routers >= whole) return undefined;
      return { key: "reset-from-nearer", args: { destination, routers: trial.routers, whole } };
    }
    case "sizes":
      return trial.forward || trial.backward
        ? { key: "large-lost", args: { destination, backward: trial.backward && !trial.forward } }
        : undefined;
    case "data":
      return trial.saw === "delivered" ? undefined : { key: "data-ends", args: { destination, ttl: trial.decidedTtl } };
    case "connection":
      return tellConnection(network, trial);
    case "reflected":
      return tellReflected(trial, destination);
  }
}

function portOf({ protocol, port }: ReflectRequest): string {
  return `${protocol.toUpperCase()} ${port}`;
}

function tellReflected(
  { request, saw, reached, heard }: Extract<Trial, { kind: "reflected" }>,
  reflector: string,
): AnyEvidence | undefined {
  if (reached !== true) return undefined;
  const port = portOf(request);
  if (request.ask === "service")
    return {
      key: "service-from-vpc",
      args: { reflector, service: `${request.host ?? ""}:${request.port}`, open: saw === "open" },
    };
  // Where no answer comes back it is the way back that is at fault, and not one port.
  if (!heard) return { key: "answer-lost", args: { reflector } };
  if (saw === "black-hole") return { key: "reflected-large-lost", args: { reflector, port } };
  if (saw === "refused" || saw === "unreachable") return { key: "reflected-rejected", args: { reflector, port } };
  return saw === "timed-out" ? { key: "reflected-lost", args: { reflector, port } } : undefined;
}

function tellWalk(
  network: Network,
  { request, hops, reached }: Extract<Trial, { kind: "walk" }>,
): AnyEvidence | undefined {
  const destination = nameOf(request);
  if (request.probe === "reflect") return tellWalkBack(hops, destination, reached);
  const last = hops.findLast(({ reply }) => reply !== "silent");
  if (last === undefined) return { key: "walk-silent", args: { destination } };
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

function tellConnection(
  { sideOf }: Network,
  { request, saw, served }: Extract<Trial, { kind: "connection" }>,
): AnyEvidence | undefined {
  if (!served) return undefined;
  const destination = nameOf(request);
  if (request.probe === "dns" && sideOf(request.server.ip) === "site" && saw !== "well")
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

function ownAddress({ ownerOf }: Network, trial: Trial): AnyEvidence | undefined {
  if (trial.kind !== "connection" || trial.served || trial.request.probe !== "tcp") return undefined;
  const { ip } = trial.request.to;
  if (ownerOf(ip) === undefined) return undefined;
  const answers = trial.saw === "well" || trial.saw === "refused";
  return answers ? { key: "hop-answers", args: { address: ip } } : { key: "hop-silent", args: { address: ip } };
}

function works(trial: Trial): AnyEvidence | undefined {
  if (trial.kind === "reflected" && trial.heard && (trial.saw === "arrived" || trial.saw === "open"))
    return trial.request.ask === "service"
      ? undefined
      : { key: "reflected-arrives", args: { reflector: nameOf(trial.request), port: portOf(trial.request) } };
  if (trial.kind !== "connection" || trial.saw !== "well" || trial.request.probe === "dns") return undefined;
  return { key: "same-path-works", args: { destination: nameOf(trial.request) } };
}

/** One thing of each side that works although it goes the same way: it takes the common devices out of suspicion. */
function contrasts(network: Network, fault: RankedFault, fits: readonly Trial[]): AnyEvidence[] {
  const sideOf = ({ request }: Trial) => network.sideOf(placeOf(request));
  const sides = new Set(fault.explains.map(sideOf));
  const isAlike = [...sides].some(isBeyondTheLine) ? isBeyondTheLine : (side: Side) => sides.has(side);
  return fits
    .filter((trial) => !isFailure(trial) && isAlike(sideOf(trial)))
    .flatMap((trial) => works(trial) ?? [])
    .slice(0, 1);
}

function distinct(items: readonly AnyEvidence[]): AnyEvidence[] {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText.values()];
}
