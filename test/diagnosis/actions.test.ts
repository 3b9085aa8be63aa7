import { describe, expect, it } from "vitest";
import { actionsOf } from "../../src/diagnosis/explain/actions.ts";
import type { CheckResult, Finding, Suspect } from "../../src/model/report.ts";

const check = (id: string, change: Partial<CheckResult> = {}): CheckResult => ({
  id,
  group: "control-plane",
  title: id,
  status: "fail",
  required: true,
  code: "connect-timed-out",
  message: "",
  device: "firewall",
  remedy: "Open it.",
  durationMs: 1,
  ...change,
});
const suspect = (device: Suspect["device"], probability: number, remedy = `Mend the ${device}.`): Suspect => ({
  device,
  misconfiguration: "firewall.outbound.vpc",
  direction: "outbound",
  probability,
  title: "",
  remedy,
  evidence: [],
  contradicting: [],
  confirmWith: `look at the ${device}`,
});
const finding = (explains: string[], ...suspects: Suspect[]): Finding => ({ verdict: "likely", explains, suspects });

describe("what people have to do", () => {
  it("is what the findings ask for, of everybody who may have the fault, and nothing more of what they explain", () => {
    const found = finding(["a", "b"], suspect("firewall", 0.6), suspect("vbr", 0.3), suspect("ecr-cen", 0.05));
    expect(actionsOf([check("a"), check("b")], [found])).toEqual([
      {
        owner: "firewall",
        device: "firewall",
        text: "Mend the firewall.",
        confirmWith: "look at the firewall",
        explains: ["a", "b"],
      },
      { owner: "cloud", device: "vbr", text: "Mend the vbr.", confirmWith: "look at the vbr", explains: ["a", "b"] },
    ]);
  });

  it("is asked for once, whatever fails for want of it; warnings come last", () => {
    const checks = [
      check("w", { status: "warn", device: "node", remedy: "Name the node." }),
      check("a", { device: "dns", remedy: "Forward the names." }),
      check("b", { device: "dns", remedy: "Forward the names." }),
      check("c", { device: "firewall", remedy: "Forward the names." }),
    ];
    expect(actionsOf(checks, [])).toEqual([
      { owner: "dns", device: "dns", text: "Forward the names.", explains: ["a", "b"] },
      { owner: "firewall", device: "firewall", text: "Forward the names.", explains: ["c"] },
      { owner: "server", device: "node", text: "Name the node.", explains: ["w"] },
    ]);
  });

  it("is nothing where nothing failed", () => {
    const fine = [
      check("a", { status: "pass" }),
      check("b", { status: "unverified" }),
      check("c", { status: "blocked" }),
    ];
    expect(actionsOf(fine, [])).toEqual([]);
  });
});
