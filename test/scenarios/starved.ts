import { FAULTS, type Fault } from "./faults.ts";

const NAMES = [
  "switch: null route to the VPC",
  "switch: VPC unreachable",
  "switch: null route to an OSS range",
  "firewall: 6443 dropped",
  "firewall: 6443 reset",
  "firewall: NTP dropped",
  "firewall: one registry address dropped",
  "VBR: no route back",
  "security group: 6443 dropped",
  "API server: nothing listens",
  "DNS: public addresses",
  "node: packets to the VPC dropped",
];

/** A network that works, and faults of each kind: a busy machine must find the same in them. */
export const STARVED: { name: string; fault?: Fault }[] = [
  { name: "a network that works" },
  ...NAMES.map((name) => {
    const fault = FAULTS.find((each) => each.name === name);
    if (fault === undefined) throw new Error(`no fault named ${name}`);
    return { name, fault };
  }),
];
