import { GROUP_MASS, STOP_AT } from "../probabilities.ts";
import { PLACEHOLDERS, type KnownMisconfiguration } from "../../catalogue/misconfigurations/misconfigurations.ts";
import { OWN_SIGNS, symptomOf } from "../../catalogue/misconfigurations/symptoms.ts";
import type { Words } from "../../catalogue/words/words.ts";
import type { Device } from "../../model/device.ts";
import type { FaultInstance, FaultSetting } from "../../model/fault.ts";
import type { CheckResult, DeviceCommands, Finding, Suspect } from "../../model/report.ts";
import type { Evidence } from "../diagnose.ts";
import type { CloudStatement } from "../configuration/statement.ts";
import type { Candidate } from "../inference/hypotheses.ts";
import { cloudIds, told } from "../../plan/cloud/cloud-ids.ts";
import { commandsFor } from "../../plan/snippets/snippets.ts";
import { LIST_OF, settingsFor } from "./settings.ts";
import { evidenceAgainst, evidenceFor, isSigned, told as asEvidence } from "./evidence.ts";
import { nodeAddress, routerAddresses, type Network } from "../network/routed-network.ts";
import { rankSigns } from "../inference/signs.ts";
import { candidatesOf, keyOf, type Ranked, type RankedFault } from "../inference/posterior.ts";
import type { Prediction } from "../network/forwarding.ts";
import { type Measurement } from "../measurements/measurement.ts";
import { failuresOf } from "../measurements/kinds.ts";

interface PathFinding {
  finding: Finding;
  /** Of each suspect, what makes the setting that it lacks. */
  commands: [Suspect, DeviceCommands[]][];
}

/** One fault of the ranking as the report tells it. */
export function pathFinding(
  network: Network,
  fault: RankedFault,
  measurements: readonly Measurement[],
  { checks, judgedFrom, site, cloud, observations }: Evidence,
  words: Words,
): PathFinding | undefined {
  const explained = new Set(fault.explains.flatMap((measurement) => failuresOf(measurement, checks, judgedFrom)));
  const suspected = suspectedDevices(fault, network);
  const top = suspected[0];
  if (top === undefined || explained.size === 0) return undefined;
  // What the node's own files show of the same fault belongs to it as well.
  const ownWords: string[] = [];
  for (const check of checks)
    if (check.status === "fail" && symptomOf(check.code, check.group) === top.misconfiguration.id) {
      explained.add(check);
      if (OWN_SIGNS[top.misconfiguration.id] !== undefined) ownWords.push(check.message);
    }
  const commands: [Suspect, DeviceCommands[]][] = [];
  const ids = cloudIds(site, cloud?.configuration, routerAddresses(network));
  const known = {
    node: nodeAddress(network, observations),
    vbr: told(ids.vbr),
    vpcTable: told(ids.vpcTable),
    securityGroup: told(ids.securityGroup),
  };
  const suspects = suspected.map((one): Suspect => {
    const { misconfiguration, instance, probability, predictions, at, stated } = one;
    const configured = stated === undefined ? [] : [sentence(stated.told, words)];
    const contradicting =
      one === top
        ? asEvidence(network, fault.contradicting)
        : evidenceAgainst(network, measurements, predictions, top.predictions);
    const saying = described(misconfiguration, { ...instance.setting, known }, words);
    const { device, kind, direction } = misconfiguration;
    const suspect: Suspect = {
      ...saying,
      probability: round(probability),
      evidence: [
        ...(one === top ? ownWords.slice(0, 1) : []),
        ...(stated?.says === "present" ? [] : configured),
        ...evidenceFor(network, fault, measurements, predictions).map((item) => sentence(item, words)),
      ],
      contradicting: [
        ...(stated?.says === "present" ? configured : []),
        ...contradicting.slice(0, MAX_CONTRADICTING).map((item) => sentence(item, words)),
      ],
      ...(at !== undefined && { at }),
    };
    if (direction === "outbound" || direction === "inbound") {
      const list = LIST_OF[misconfiguration.id];
      const settings = settingsFor(kind, direction, instance, saying.remedy).map((setting) =>
        list === undefined ? setting : { ...setting, list },
      );
      commands.push([suspect, commandsFor(device, settings, { ids, words: words.cloudNotes })]);
    }
    return suspect;
  });
  const finding: Finding = {
    verdict: verdictOf(
      fault,
      top.probability,
      ownWords.length > 0 || isSigned(fault.explains, measurements, top.predictions, top.misconfiguration),
    ),
    explains: checks.filter((check) => explained.has(check)).map(({ id }) => id),
    suspects,
  };
  return { finding, commands };
}

function sentence({ key, args }: { key: keyof Words["evidence"]; args: unknown }, words: Words): string {
  return (words.evidence[key] as (args: unknown) => string)(args);
}

function round(probability: number): number {
  return Math.round(probability * 1000) / 1000;
}

const MAX_CONTRADICTING = 2;

interface Suspected {
  misconfiguration: KnownMisconfiguration;
  instance: FaultInstance;
  probability: number;
  predictions: Prediction[];
  /** The address of its hop, where one is known. */
  at?: string;
  /** What the cloud's configuration says of it. */
  stated?: CloudStatement;
}

/**
 * The smallest set of devices that holds nearly all of the belief, and every device with a fault that would have shown
 * exactly the same as the most probable one: the prior may prefer one of them, but nothing that was seen does.
 */
function suspectedDevices(fault: RankedFault, network: Network): Suspected[] {
  const group: Device[] = [];
  let mass = 0;
  for (const { device, probability } of fault.devices) {
    if (mass >= GROUP_MASS * (1 - fault.unknown)) break;
    group.push(device);
    mass += probability;
  }
  const top = fault.alternatives[0];
  const key = top === undefined ? "" : predictionsKey(top);
  const alike = fault.alternatives
    .filter((ranked) => predictionsKey(ranked) === key)
    .flatMap(candidatesOf)
    .filter(({ probability }) => probability >= WORTH_NAMING)
    .map(({ candidate }) => candidate.misconfiguration.device);
  const devices = [...new Set([...group, ...alike])];
  const order = (device: Device) => fault.devices.findIndex((each) => each.device === device);
  return devices.sort((a, b) => order(a) - order(b)).flatMap((device) => suspectOn(device, fault, network) ?? []);
}

/** Below this a structural twin is a curiosity. */
const WORTH_NAMING = 0.01;

function predictionsKey({ predictions }: Ranked): string {
  return predictions.map(keyOf).join("|");
}

/** Of a device's settings the one with most of its belief, in the instance with most of that. */
function suspectOn(device: Device, fault: RankedFault, { routers }: Network): Suspected | undefined {
  const members = fault.alternatives.flatMap((ranked) =>
    candidatesOf(ranked)
      .filter(({ candidate }) => candidate.misconfiguration.device === device)
      .map((member) => ({ ...member, predictions: ranked.predictions })),
  );
  const best = mostOf(members, ({ candidate }) => candidate.misconfiguration.id);
  if (best === undefined) return undefined;
  const instance = mostOf(best.members, ({ candidate }) => JSON.stringify(candidate.instance));
  // Of the ways in which it can show, the one that fits best.
  const chosen = instance?.members.reduce((a, b) => (b.probability > a.probability ? b : a));
  if (chosen === undefined) return undefined;
  const { place } = chosen.candidate.fault;
  const at = place.at === "router" ? routers.get(place.id)?.addresses[0] : undefined;
  return {
    misconfiguration: chosen.candidate.misconfiguration,
    instance: chosen.candidate.instance,
    probability: members.reduce((sum, { probability }) => sum + probability, 0),
    predictions: chosen.predictions,
    ...(at !== undefined && { at }),
    ...(chosen.candidate.stated !== undefined && { stated: chosen.candidate.stated }),
  };
}

/** The group with the greatest sum; at equal sums the one that was met first. */
function mostOf<T extends { candidate: Candidate; probability: number }>(
  members: readonly T[],
  keyOfMember: (member: T) => string,
): { members: T[] } | undefined {
  const groups = new Map<string, { members: T[]; sum: number }>();
  for (const member of members) {
    const group = groups.get(keyOfMember(member)) ?? { members: [], sum: 0 };
    group.members.push(member);
    group.sum += member.probability;
    groups.set(keyOfMember(member), group);
  }
  return [...groups.values()].reduce<{ members: T[]; sum: number } | undefined>(
    (top, group) => (top === undefined || group.sum > top.sum + 1e-9 ? group : top),
    undefined,
  );
}

function verdictOf({ unknown, contradicting }: RankedFault, probability: number, signed: boolean): Finding["verdict"] {
  if (unknown > probability || contradicting.length > 1) return "unexplained";
  if (probability < STOP_AT) return "ambiguous";
  return signed ? "confirmed" : "likely";
}

/** What checks have found by themselves, where the path has nothing to do with it. */
export function signFindings(
  checks: readonly CheckResult[],
  { checks: all, site }: Pick<Evidence, "checks" | "site">,
  words: Words,
): Finding[] {
  return rankSigns(checks, all, site).map(({ checks: explained, causes, unknown, read }) => {
    const [top] = causes;
    // The check's own word is better than the general one.
    const remedy = explained.map((check) => check.remedy).find((each) => each !== undefined);
    const suspects = causes
      .filter((cause) => cause === top || cause.probability >= WORTH_SUSPECTING)
      .map(({ misconfiguration, probability }, index): Suspect => {
        const told = described(misconfiguration, settingOf(explained), words);
        return {
          ...told,
          remedy: index === 0 ? (remedy ?? told.remedy) : told.remedy,
          probability: round(probability),
          evidence: [...new Set(explained.map(({ message }) => message))].slice(0, MAX_MESSAGES),
          contradicting: [],
        };
      });
    return {
      verdict: signVerdict(top?.probability ?? 0, unknown, read),
      explains: explained.map(({ id }) => id),
      suspects: oneOfEachDevice(suspects),
    };
  });
}

function signVerdict(probability: number, unknown: number, read: boolean): Finding["verdict"] {
  if (unknown > probability) return "unexplained";
  if (probability < STOP_AT) return "ambiguous";
  return read ? "confirmed" : "likely";
}

/** Who looks at a device looks at all of it: its most probable setting speaks for the device. */
function oneOfEachDevice(suspects: readonly Suspect[]): Suspect[] {
  return suspects
    .filter((one, index) => suspects.findIndex(({ device }) => device === one.device) === index)
    .map((one) => ({
      ...one,
      probability: round(
        suspects.filter(({ device }) => device === one.device).reduce((sum, { probability }) => sum + probability, 0),
      ),
    }))
    .sort((a, b) => b.probability - a.probability);
}

/** Less than this would only lengthen the list of people to ask. */
const WORTH_SUSPECTING = 0.1;
const MAX_MESSAGES = 4;

function settingOf(checks: readonly CheckResult[]): FaultSetting {
  const destinations = checks.flatMap(({ endpoint }) => endpoint?.host ?? endpoint?.address ?? []);
  const ports = checks.flatMap(({ endpoint }) =>
    endpoint?.port === undefined ? [] : [`${(endpoint.protocol ?? "tcp").toUpperCase()} ${endpoint.port}`],
  );
  return {
    source: PLACEHOLDERS.source,
    // A check of this node's own settings is about no endpoint.
    destination: [...new Set(destinations)].join(", ") || PLACEHOLDERS.destination,
    ports: [...new Set(ports)].join(", ") || PLACEHOLDERS.ports,
  };
}

function described(
  misconfiguration: KnownMisconfiguration,
  setting: FaultSetting,
  words: Words,
): Pick<Suspect, "device" | "misconfiguration" | "direction" | "title" | "remedy" | "confirmWith"> {
  const { id, device, direction } = misconfiguration;
  const said = words.misconfigurations[id];
  return {
    device,
    misconfiguration: id,
    direction,
    title: said.title(setting),
    remedy: said.remedy(setting),
    confirmWith: words.phrases.about({ what: words.owners[said.owner], text: said.confirm(setting) }),
  };
}
