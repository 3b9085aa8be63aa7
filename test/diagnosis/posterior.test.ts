import { describe, expect, it } from "vitest";
import {
  findMisconfiguration,
  type MisconfigurationId,
} from "../../src/catalogue/misconfigurations/misconfigurations.ts";
import type { FaultClass } from "../../src/diagnosis/inference/hypotheses.ts";
import { rankFaults, type RankedFault } from "../../src/diagnosis/inference/posterior.ts";
import type { Measurement } from "../../src/diagnosis/measurements/measurement.ts";
import type { PlacedFault } from "../../src/diagnosis/network/forwarding.ts";
import type { PacketMatch } from "../../src/model/fault.ts";
import { ADDRESSES, NAMES } from "../lab/reference-site.ts";
import { referenceNetwork, TRUNK } from "../support/reference-network.ts";

const network = referenceNetwork();
const [FIREWALL, VBR] = ["t2", "t3"];
const VBR_ADDRESS = TRUNK[2] ?? "";

/** A fault by itself, with a prior that is easy to reckon with. */
function fault(id: MisconfigurationId, prior: number, placed: PlacedFault): FaultClass {
  const misconfiguration = findMisconfiguration(id);
  if (misconfiguration === undefined) throw new Error(`there is no ${id}`);
  const instance = { match: placed.match, setting: { source: "", destination: "", ports: "" } };
  return { fault: placed, candidates: [{ misconfiguration, instance, fault: placed, prior }], prior };
}

const drop = (router: string, match: PacketMatch): PlacedFault => ({
  place: { at: "router", id: router },
  direction: "outbound",
  match,
  effect: "drop",
});
const only = (ip: string) => ({ remote: [`${ip}/32`] });

function conversation(host: string, ip: string, saw: "well" | "timed-out" | "unreachable"): Measurement {
  const request = { probe: "http", to: { ip, port: 443 }, scheme: "https", host, method: "GET", path: "/" } as const;
  return { kind: "connection", request, saw, served: true, several: false, lastedMs: 3_000, questions: [] };
}
const controlPlaneSilent = conversation(NAMES.controlPlane, ADDRESSES.controlPlane, "timed-out");
const packagesSilent = conversation(NAMES.packages, ADDRESSES.packages, "timed-out");
const packagesWell = conversation(NAMES.packages, ADDRESSES.packages, "well");

function beliefs(classes: FaultClass[], measurements: Measurement[]): (Record<string, number> & { unknown: number })[] {
  return rankFaults(network, classes, measurements).map(({ alternatives, unknown }: RankedFault) => ({
    ...Object.fromEntries(
      alternatives.flatMap(({ faultClass, probability }) =>
        faultClass.candidates.map(({ misconfiguration }) => [misconfiguration.id, Math.round(probability * 1e4) / 1e4]),
      ),
    ),
    unknown: Math.round(unknown * 1e4) / 1e4,
  }));
}

/**
 * The rows of the table of connections that are used here, made to sum to 1:
 *   silence where it is due      0.97   / 0.9855 = 0.98427
 *   an answer where it is due    0.99   / 0.9919 = 0.99808
 *   silence for an answer        0.001  / 0.9919 = 0.00101
 *   silence for a refusal        0.02   / 1.004  = 0.01992
 *   an answer for silence        0.0005 / 0.9855 = 0.00051
 * What nobody has thought of has a prior of 0.01, and says 0.15 of each failure and of the rest what a well network says.
 */
describe("beliefs that were worked out by hand", () => {
  it("one fault, and nothing else known: 0.26 x 0.98427 beside 0.01 x 0.15", () => {
    const classes = [fault("firewall.outbound.all", 0.26, drop(FIREWALL, {}))];
    expect(beliefs(classes, [controlPlaneSilent])).toEqual([{ "firewall.outbound.all": 0.9942, unknown: 0.0058 }]);
  });

  // 0.19685 and 0.09843 of 0.29678 are 0.6633 and 0.3317; 0.22 of the distance to their middle, 0.4975, is shared out.
  it("two devices that the evidence cannot tell apart: the priors, drawn towards each other", () => {
    const classes = [
      fault("firewall.outbound.all", 0.2, drop(FIREWALL, {})),
      fault("vbr.outbound.all", 0.1, drop(VBR, {})),
    ];
    expect(beliefs(classes, [controlPlaneSilent])).toEqual([
      { "firewall.outbound.all": 0.6268, "vbr.outbound.all": 0.3681, unknown: 0.0051 },
    ]);
  });

  // 0.2 x 0.98427 = 0.19685; 0.3 x 0.01992 = 0.00598; 0.0015: of 0.20433.
  it("a closed port would have refused: silence leaves it little, whatever its prior", () => {
    const closed: PlacedFault = {
      place: { at: "destination" },
      direction: "outbound",
      match: { ...only(ADDRESSES.controlPlane), protocol: "tcp", ports: [443] },
      effect: "not-listening",
    };
    const classes = [fault("firewall.outbound.all", 0.2, drop(FIREWALL, {})), fault("service.port", 0.3, closed)];
    expect(beliefs(classes, [controlPlaneSilent])).toEqual([
      { "firewall.outbound.all": 0.9634, "service.port": 0.0292, unknown: 0.0073 },
    ]);
  });

  // 0.3 x 0.98427 x 0.00051 = 0.00015; 0.05 x 0.98427 x 0.99808 = 0.04912; 0.01 x 0.15 x 0.99808 = 0.0015: of 0.05077.
  it("what works goes against a fault that would have stopped it as well", () => {
    const classes = [
      fault("firewall.outbound.all", 0.3, drop(FIREWALL, {})),
      fault("firewall.outbound.control-plane", 0.05, drop(FIREWALL, only(ADDRESSES.controlPlane))),
    ];
    expect(beliefs(classes, [controlPlaneSilent, packagesWell])).toEqual([
      { "firewall.outbound.control-plane": 0.9676, "firewall.outbound.all": 0.003, unknown: 0.0295 },
    ]);
  });

  // 0.2 x 0.98427 x 0.55 = 0.10827; 0.1 x 0.98427 x 0.0005 = 0.00005; 0.01 x 0.15 x 0.55 = 0.00083: of 0.10914.
  it("a router that answers an echo request has a way back", () => {
    const echo: Measurement = {
      kind: "echo",
      request: { probe: "echo", to: VBR_ADDRESS },
      saw: "answer",
      of: "router",
      lastedMs: 1,
      questions: [],
    };
    const noWayBack: PlacedFault = {
      place: { at: "router", id: VBR },
      direction: "inbound",
      match: {},
      effect: "blackhole",
    };
    const classes = [
      fault("firewall.outbound.control-plane", 0.2, drop(FIREWALL, only(ADDRESSES.controlPlane))),
      fault("vbr.inbound.data-center", 0.1, noWayBack),
    ];
    expect(beliefs(classes, [controlPlaneSilent, echo])).toEqual([
      { "firewall.outbound.control-plane": 0.992, "vbr.inbound.data-center": 0.0005, unknown: 0.0076 },
    ]);
  });

  // Each beside the other: 0.2 x 0.98427, 0.1 x 0.00101 and 0.01 x 0.15; then 0.1 x 0.98427, 0.2 x 0.00101 and 0.01 x 0.15.
  it("two faults that explain one failure each are both believed", () => {
    const classes = [
      fault("firewall.outbound.control-plane", 0.2, drop(FIREWALL, only(ADDRESSES.controlPlane))),
      fault("vbr.outbound.cloud-services", 0.1, drop(VBR, only(ADDRESSES.packages))),
    ];
    expect(beliefs(classes, [controlPlaneSilent, packagesSilent])).toEqual([
      { "firewall.outbound.control-plane": 0.9919, "vbr.outbound.cloud-services": 0.0005, unknown: 0.0076 },
      { "firewall.outbound.control-plane": 0.002, "vbr.outbound.cloud-services": 0.983, unknown: 0.015 },
    ]);
  });

  // The firewall: 0.2 x 0.98427 x 0.00203 = 0.0003995. The switch: 0.05 x 0.98427 x 0.0001008 = 0.0000050. The VBR: 0.03 x 0.001008 x
  // 0.73762 = 0.0000223. The unknown: 0.01 x 0.15 x 0.15 = 0.000225. Together, the explanations by one fault: 0.0006518.
  // Switch and VBR at once: 0.05 x 0.03 x 0.1 x 0.98427 x 0.73762 = 0.0001089, a share of 0.1432 of 0.0007607.
  // The firewall's 0.6129 of one fault, less that share, and 0.8 of it, since the refusal is not explained: 0.4202.
  it("one fault is believed less where two others would explain nearly as well what it leaves improbable", () => {
    const refusal: PlacedFault = { ...drop(VBR, only(ADDRESSES.packages)), effect: "no-route" };
    const classes = [
      fault("firewall.outbound.all", 0.2, drop(FIREWALL, {})),
      fault("core-switch.access-list", 0.05, drop("t1", only(ADDRESSES.controlPlane))),
      fault("vbr.outbound.cloud-services", 0.03, refusal),
    ];
    const packagesRefused = conversation(NAMES.packages, ADDRESSES.packages, "unreachable");
    const [one] = beliefs(classes, [controlPlaneSilent, packagesRefused]);
    expect(one?.["firewall.outbound.all"]).toBeCloseTo(0.4202, 3);
  });
});

describe("what an explanation accounts for", () => {
  it("stays its own where hardly any belief is left to it", () => {
    const [ranked] = rankFaults(
      network,
      [fault("firewall.outbound.all", 1e-6, drop(FIREWALL, {}))],
      [controlPlaneSilent],
    );
    // 1e-6 x 0.98427 beside 0.01 x 0.15.
    expect(ranked?.unknown).toBeCloseTo(0.99934, 5);
    expect(ranked?.explains).toEqual([controlPlaneSilent]);
  });

  it("is also what only its rivals make probable", () => {
    const refused = conversation(NAMES.controlPlane, ADDRESSES.controlPlane, "unreachable");
    const prohibits: PlacedFault = { ...drop(VBR, {}), effect: "prohibit" };
    const classes = [
      fault("firewall.outbound.all", 0.9, drop(FIREWALL, {})),
      fault("vbr.outbound.all", 0.001, prohibits),
    ];
    const [ranked] = rankFaults(network, classes, [refused]);
    // 0.9 x 0.00203 = 0.00183 beside 0.001 x 0.745 = 0.00074, of which 0.00074 x 0.745 is well above what counts as explained.
    expect(ranked?.devices[0]?.device).toBe("firewall");
    expect(ranked?.explains).toEqual([refused]);
  });
});
