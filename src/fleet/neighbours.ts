import { infer } from "../diagnosis/diagnose.ts";
import { rolesOf } from "../diagnosis/network/hop-attribution.ts";
import { heardIn, type Elsewhere } from "../diagnosis/network/routed-network.ts";
import { evidenceOf } from "../evidence.ts";
import type { Device } from "../model/device.ts";
import type { AnyObservation } from "../model/probe.ts";
import type { Report } from "../model/report.ts";
import type { Member } from "./reports.ts";

/** What nodes have seen that failed in nothing: one for each gateway. */
export class Neighbours {
  readonly #read: (member: Member) => Report | undefined;
  readonly #well = new Map<string, Member>();
  readonly #known = new Map<string, readonly AnyObservation[] | undefined>();
  readonly #seen = new Map<Member, Elsewhere | undefined>();

  /** @param read the whole report of a member, where it can be had again. */
  constructor(members: readonly Member[], read: (member: Member) => Report | undefined) {
    this.#read = read;
    for (const member of members) {
      const key = placeOf(member);
      if (member.summary.verdict === "ready" && member.summary.way !== undefined && !this.#well.has(key))
        this.#well.set(key, member);
    }
  }

  of(member: Member): readonly AnyObservation[] | undefined {
    const key = placeOf(member);
    const well = this.#well.get(key);
    if (well === undefined) return undefined;
    if (!this.#known.has(key)) this.#known.set(key, this.#read(well)?.observations);
    return this.#known.get(key);
  }

  /** What the ways from other gateways to the same target show of the routers on them; of several, the mean. */
  elsewhere(member: Member): Elsewhere {
    const { target, gateway } = member.summary;
    const others = [...this.#well.values()]
      .filter(({ summary }) => summary.target === target && summary.gateway !== gateway)
      .slice(0, WITNESSES)
      .flatMap((other) => this.#seenBy(other) ?? []);
    const heard = (side: "site" | "cloud") => {
      const said = others.flatMap((each) => each.heard[side] ?? []);
      return said.length === 0 ? {} : { [side]: said.includes(true) };
    };
    return { roles: meanOf(others.map(({ roles }) => roles)), heard: { ...heard("site"), ...heard("cloud") } };
  }

  #seenBy(member: Member): Elsewhere | undefined {
    if (!this.#seen.has(member)) {
      const report = this.#read(member);
      const inference = report === undefined ? undefined : infer(evidenceOf(report));
      this.#seen.set(
        member,
        inference === undefined
          ? undefined
          : { roles: rolesOf(inference.network, inference.attribution), heard: heardIn(inference.network) },
      );
    }
    return this.#seen.get(member);
  }
}

function meanOf(all: readonly Elsewhere["roles"][]): Elsewhere["roles"] {
  const mean = new Map<string, Partial<Record<Device, number>>>();
  for (const address of new Set(all.flatMap((roles) => [...roles.keys()]))) {
    const said = all.flatMap((roles) => roles.get(address) ?? []);
    const devices = new Set(said.flatMap((roles) => Object.keys(roles) as Device[]));
    const share = (device: Device) => said.reduce((sum, roles) => sum + (roles[device] ?? 0), 0) / said.length;
    mean.set(address, Object.fromEntries([...devices].map((device) => [device, share(device)])));
  }
  return mean;
}

/** So many ways from elsewhere say enough of the routers that they share. */
const WITNESSES = 4;

function placeOf({ summary: { gateway, target } }: Member): string {
  return `${gateway ?? ""} ${target}`;
}
