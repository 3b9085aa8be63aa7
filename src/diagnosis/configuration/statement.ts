import type { AnyEvidence, CloudSource, CloudState, CloudWord } from "../../catalogue/words/misconfiguration-words.ts";
import type { CloudView } from "../../cloud/view.ts";
import { listsOf, type CloudKind } from "../../model/cloud.ts";
import type { FaultInstance, Traffic } from "../../model/fault.ts";
import { containedInAny } from "../../wire/cidr.ts";

/**
 * What the cloud's configuration says of one misconfiguration: the setting is missing, or it is present. "aside" only quotes a
 * value; it is no evidence for or against the misconfiguration.
 */
export interface CloudStatement {
  says: CloudWord | "aside";
  told: AnyEvidence;
}

/** What a statement is looked up by. */
export interface CloudQuestion {
  view: CloudView;
  traffic: Traffic;
  /** The address that this node sends from, where it is known. */
  node: string | undefined;
}

/** Where it is not known which of several devices is crossed, they have to say the same. */
export function agreed<T>(
  devices: readonly T[],
  say: (device: T) => CloudStatement | undefined,
): CloudStatement | undefined {
  const said = devices.map(say);
  const [first] = said;
  return said.every((each) => each?.says === first?.says) ? first : undefined;
}

// Which addresses a setting is about

export function wantedOf({ match }: FaultInstance, { traffic }: CloudQuestion): string[] {
  const remote = match.remote ?? [];
  const addresses = traffic.targets
    .filter(({ service }) => service !== "ntp" && service !== "vpc-resolvers")
    .flatMap((target) => target.addresses)
    .filter((ip) => containedInAny(remote, ip));
  // Of a block that nothing is asked in, some address of it.
  return addresses.length > 0 ? [...new Set(addresses)] : remote.map(firstAddress);
}

export function siteAddresses({ node, traffic }: CloudQuestion): string[] {
  return node === undefined ? traffic.site.dataCenterCidrs.map(firstAddress) : [node];
}

export function containerAddresses({ traffic }: CloudQuestion): string[] {
  return traffic.site.containerCidrs.map(firstAddress);
}

function firstAddress(block: string): string {
  return block.split("/")[0] ?? block;
}

// Where it stands

export function filesOf({ configuration }: CloudView, kind: CloudKind): string[] {
  return listsOf(configuration, kind).flatMap(({ files }) => files);
}

export function sourceOf({ configuration }: CloudView, files: readonly string[]): CloudSource {
  const names = [...new Set(files)].sort();
  const [first = "", ...others] = names;
  return { files: others.length === 0 ? first : `${first} +${others.length}`, exportedAt: configuration.exportedAt };
}

/** A statement that quotes the state of one thing. */
export function stateOf(
  says: CloudWord,
  id: string,
  state: CloudState,
  view: CloudView,
  files: readonly string[],
): CloudStatement {
  return { says, told: { key: "cloud-state", args: { says, id, state, ...sourceOf(view, files) } } };
}
