import { HOP_CLUES, HOPS_OF_DEVICE, LATENCY_STEP_MS, ROLE_AT_LEAST } from "../probabilities.ts";
import { CLOUD_SERVICE_RANGE } from "../../catalogue/ranges.ts";
import type { Device } from "../../model/device.ts";
import type { HopDeclaration } from "../../model/site.ts";
import { containedInAny } from "../../wire/cidr.ts";
import { NODE, type Elsewhere, type Network, type RouterId } from "./routed-network.ts";

/** The devices that can be hops, in the order that packets to the cloud meet them. */
export const PATH_DEVICES = ["core-switch", "firewall", "vbr", "ecr-cen", "vpc-route-table"] as const;
export type PathDevice = (typeof PATH_DEVICES)[number];

/** Where on the way to the cloud a device may be, with the chance of each; a device that is no hop is behind one. */
export interface HopAttribution {
  places: Record<PathDevice, { id: RouterId; behind: boolean; chance: number }[]>;
  /** Whose a hop probably is. */
  deviceOf: (router: RouterId) => { device: PathDevice; chance: number } | undefined;
}

/**
 * Which hop is which device, as far as that can be known: all ways to share the hops out among the devices in their order,
 * weighed by how many hops a device usually is and by what each hop shows.
 */
export function attributeHops(network: Network): HopAttribution {
  const { routers, known } = network.cloudPath;
  const seen = routers.reduce((last, id, index) => (network.routers.has(id) ? index + 1 : last), 0);
  const clue = clues(network);
  const behindChance = new Map<string, number>();
  const atChance = new Map<string, number>();
  let total = 0;
  const add = (to: Map<string, number>, device: PathDevice, index: number, weight: number) => {
    const key = `${device} ${index}`;
    to.set(key, (to.get(key) ?? 0) + weight);
  };
  const share = (counts: number[], index: number, weight: number) => {
    const device = PATH_DEVICES[counts.length];
    if (device === undefined) {
      if (index < seen || (known && index !== routers.length)) return;
      total += weight;
      let position = 0;
      for (const [order, count] of counts.entries()) {
        const each = PATH_DEVICES[order];
        if (each === undefined) continue;
        if (count === 0) add(behindChance, each, position, weight);
        for (let hop = 1; hop <= count; hop++) add(atChance, each, position + hop, weight / count);
        position += count;
      }
      return;
    }
    let clued = weight;
    for (let count = 0; index + count <= routers.length; count++) {
      if (count > 0) clued *= clue(device, index + count);
      if (clued === 0) break;
      share([...counts, count], index + count, clued * chanceOfHops(device, count));
    }
  };
  share([], 0, 1);
  const idOf = (index: number) => routers[index - 1] ?? NODE;
  const placesOf = (device: PathDevice) =>
    [
      { chances: atChance, behind: false },
      { chances: behindChance, behind: true },
    ].flatMap(({ chances, behind }) =>
      Array.from({ length: routers.length + 1 }, (_, index) => ({
        id: idOf(index),
        behind,
        chance: total === 0 ? 0 : (chances.get(`${device} ${index}`) ?? 0) / total,
      })).filter(({ chance }) => chance > 1e-4),
    );
  const places = Object.fromEntries(
    PATH_DEVICES.map((device) => [device, placesOf(device)]),
  ) as HopAttribution["places"];
  return { places, deviceOf: (router) => likeliest(places, router) };
}

function likeliest(
  places: HopAttribution["places"],
  router: RouterId,
): { device: PathDevice; chance: number } | undefined {
  const shares = PATH_DEVICES.map((device) => ({
    device,
    chance: places[device].find(({ id, behind }) => id === router && !behind)?.chance ?? 0,
  }));
  const sum = shares.reduce((all, { chance }) => all + chance, 0);
  if (sum === 0) return undefined;
  const best = shares.reduce((a, b) => (b.chance > a.chance ? b : a));
  return { device: best.device, chance: best.chance / sum };
}

/** Beyond the table each further hop is less likely by the same factor. */
const FURTHER_HOP = 0.2;

function chanceOfHops(device: PathDevice, count: number): number {
  const table = HOPS_OF_DEVICE[device] ?? [];
  const listed = table[count];
  if (listed !== undefined) return listed;
  return (table.at(-1) ?? 0) * FURTHER_HOP ** (count - table.length + 1);
}

/** What a hop's address and delay say about the device it is, as a factor. */
function clues(network: Network): (device: PathDevice, index: number) => number {
  const { site } = network.traffic;
  const { routers } = network.cloudPath;
  const step = latencyStep(network);
  const perHop = routers.map((id, position) => {
    const addresses = network.routers.get(id)?.addresses ?? [];
    const tables: Partial<Record<Device, number>>[] = [];
    const [ip] = addresses;
    if (ip !== undefined) {
      if (containedInAny(site.vpcCidrs, ip)) tables.push(HOP_CLUES.inVpc);
      else if (containedInAny(site.dataCenterCidrs, ip)) tables.push(HOP_CLUES.inDataCenter);
      else if (containedInAny([CLOUD_SERVICE_RANGE], ip)) tables.push(HOP_CLUES.inCloud);
      else if (site.dataCenterCidrs.length > 0) tables.push(HOP_CLUES.outside);
    }
    // One router is the same device for everybody whose packets pass it.
    const elsewhere = addresses.flatMap((address) => network.elsewhere?.roles.get(address) ?? [])[0];
    if (elsewhere !== undefined)
      tables.push(
        Object.fromEntries(
          PATH_DEVICES.map((device) => [device, Math.max(ROLE_AT_LEAST, elsewhere[device] ?? 0)] as const),
        ),
      );
    if (position === step) tables.push(HOP_CLUES.latencyStep);
    if (position + 1 === network.divergenceHop) tables.push(HOP_CLUES.forkToInternet);
    return { tables, declared: declaredDevice(site.hops, addresses) };
  });
  return (device, index) => {
    const hop = perHop[index - 1];
    if (hop === undefined) return 1;
    if (hop.declared !== undefined) return hop.declared === device ? 1 : MISDECLARED;
    return hop.tables.reduce((factor, table) => factor * (table[device] ?? 1), 1);
  };
}

/** Declarations that cannot all be true still leave an answer: the least wrong order. */
const MISDECLARED = 1e-4;

/** What the user has said of a hop; the other devices are no hops. */
function declaredDevice(hops: readonly HopDeclaration[], addresses: readonly string[]): PathDevice | undefined {
  const said = hops.find(({ cidr }) => addresses.some((ip) => containedInAny([cidr], ip)))?.device;
  return PATH_DEVICES.find((device) => device === said);
}

/**
 * The first hop from which on answers take longer by a line's latency. A router may be slow to answer for itself, and this
 * machine slow to read: a packet that went farther and came back sooner shows that it was not the way that took so long.
 */
function latencyStep({ cloudPath, routers }: Network): number | undefined {
  const heard = cloudPath.routers.flatMap((id, position) => {
    const rttMs = routers.get(id)?.rttMs;
    return rttMs === undefined ? [] : [{ position, rttMs }];
  });
  let before: number | undefined;
  for (const [index, { position }] of heard.entries()) {
    const rttMs = Math.min(cloudPath.rttMs ?? Infinity, ...heard.slice(index).map((farther) => farther.rttMs));
    if (before !== undefined && rttMs - before >= Math.max(LATENCY_STEP_MS, before)) return position;
    before = rttMs;
  }
  return undefined;
}

/** By address: how probable it is each device. */
export function rolesOf({ routers }: Network, { places }: HopAttribution): Elsewhere["roles"] {
  const roles = new Map<string, Partial<Record<Device, number>>>();
  for (const device of PATH_DEVICES)
    for (const { id, behind, chance } of places[device]) {
      if (behind) continue;
      for (const address of routers.get(id)?.addresses ?? [])
        roles.set(address, { ...roles.get(address), [device]: (roles.get(address)?.[device] ?? 0) + chance });
    }
  return roles;
}
