import type { FaultSetting } from "../../model/fault.ts";
import type { MisconfigurationId } from "../misconfigurations/misconfigurations.ts";

/** Who can look at a device, and so who is asked to confirm. */
export type Owner = "node" | "network" | "firewall" | "cloud" | "dns";

/** What is said of one misconfiguration in one language. */
export interface MisconfigurationText {
  title: (setting: FaultSetting) => string;
  /** What a person sees of it from the node. */
  looksLike: string;
  /** The setting to make, with this site's own values. */
  remedy: (setting: FaultSetting) => string;
  /** What settles it, where that can be typed or looked up. */
  confirm: (setting: FaultSetting) => string;
  owner: Owner;
}

export type MisconfigurationWords = Record<MisconfigurationId, MisconfigurationText>;

/** What speaks for a suspect, or against it. */
export interface EvidenceWords {
  "walk-ends": { destination: string; last: string; ttl: number };
  /** The last router that has answered a dead one, and its place. */
  "flows-dead": {
    destination: string;
    dead: number;
    tried: number;
    last: { address: string; ttl: number } | undefined;
  };
  "walk-silent": { destination: string };
  signed: { destination: string; address: string; code: "net" | "host" | "prohibited" };
  "reset-from-nearer": { destination: string; routers: number; whole: number };
  refused: { destination: string };
  "same-path-works": { destination: string };
  "no-answer": { destination: string };
  unreachable: { destination: string };
  "hop-answers": { address: string };
  "echo-answers": { address: string };
  "hop-silent": { address: string };
  "local-error": { destination: string };
  stalls: { destination: string };
  intercepted: { destination: string };
  "large-lost": { destination: string; backward: boolean };
  "data-ends": { destination: string; ttl: number | undefined };
  "name-fails": { server: string };
  "server-answers": { server: string };
  "off-path": { destination: string; address: string; ttl: number };
  "answer-misplaced": { name: string; addresses: string };
  "own-route": { destination: string };
  /** `port` such as "TCP 10250". */
  "reflected-lost": { reflector: string; port: string };
  "reflected-rejected": { reflector: string; port: string };
  "reflected-large-lost": { reflector: string; port: string };
  "sent-lost": { reflector: string; port: string; small: boolean };
  "container-walk-ends": { cidr: string; last: string | undefined; refused: boolean };
  "reflected-arrives": { reflector: string; port: string };
  "reverse-ends": { reflector: string; last: string; ttl: number };
  "reverse-signed": { reflector: string; address: string; code: "net" | "host" | "prohibited" };
  "reverse-silent": { reflector: string };
  "answer-lost": { reflector: string };
  "service-from-vpc": { service: string; reflector: string; open: boolean };
  /** What the cloud's own configuration says. */
  "cloud-route": { says: CloudWord; table: string; destination: string; via?: string; state?: string } & CloudSource;
  "cloud-state": { says: CloudWord; id: string; state: CloudState } & CloudSource;
  "cloud-rule": { says: CloudWord; id: string; packet: string } & CloudSource;
  "cloud-mtu": { id: string; mtuBytes: number } & CloudSource;
}

/** Where it stands, and since when. */
export interface CloudSource {
  files: string;
  exportedAt: string | undefined;
}

/** What a thing of the cloud's is: in the API's words, or in ours where it has none. */
export type CloudState =
  { said: string; own?: undefined } | { own: "not-attached" | "not-associated" | "no-listener"; said?: undefined };

/** Whether a setting is in place, as far as the cloud's configuration tells. */
export type CloudWord = "missing" | "present";
export type EvidenceKey = keyof EvidenceWords;
export type AnyEvidence = { [K in EvidenceKey]: { key: K; args: EvidenceWords[K] } }[EvidenceKey];
