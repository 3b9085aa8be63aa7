import { describe, expect, it } from "vitest";
import { judgeForwarded } from "../../src/packet-filter/connection.ts";
import { parseIptablesSave } from "../../src/packet-filter/iptables.ts";
import { intervalOf } from "../../src/wire/cidr.ts";

const CONTAINERS = "172.20.0.0/16";
const VPC = "192.168.0.0/16";
/** What kube-proxy and Docker keep in every node's table. */
const USUAL = [
  ":KUBE-POSTROUTING - [0:0]",
  "-A POSTROUTING -j KUBE-POSTROUTING",
  "-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN",
  "-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0",
  "-A KUBE-POSTROUTING -j MASQUERADE --random-fully",
  "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
];

function translatedBy(
  rules: readonly string[],
  link: { interface?: string } = { interface: "eth0" },
): string | undefined {
  const text = ["*nat", ":POSTROUTING ACCEPT [0:0]", ...rules, "COMMIT", ""].join("\n");
  const { chains } = parseIptablesSave(text, "iptables");
  const ruleset = { chains, sets: [], bridges: [] };
  return judgeForwarded(ruleset, intervalOf(CONTAINERS), intervalOf(VPC), link).sourceTranslated;
}

describe("the source of what this host passes on from its containers to the VPC", () => {
  it.each<[string, readonly string[]]>([
    ["no rules", []],
    ["those of kube-proxy and Docker", USUAL],
    ["masquerading by another interface", ["-A POSTROUTING -o eth1 -j MASQUERADE"]],
    ["masquerading of another block", ["-A POSTROUTING -s 10.244.0.0/16 ! -d 10.244.0.0/16 -j MASQUERADE"]],
    ["the VPC exempt", [`-A POSTROUTING -d ${VPC} -j RETURN`, "-A POSTROUTING -o eth0 -j MASQUERADE"]],
  ])("stays: %s", (_name, rules) => {
    expect(translatedBy(rules)).toBeUndefined();
  });

  it.each<[string, string]>([
    ["whatever leaves", "-A POSTROUTING -o eth0 -j MASQUERADE"],
    ["what is not for other containers", `-A POSTROUTING -s ${CONTAINERS} ! -d ${CONTAINERS} -j MASQUERADE`],
    [
      "a part of the containers, for one port",
      "-A POSTROUTING -s 172.20.3.0/24 -p tcp -m tcp --dport 443 -j MASQUERADE",
    ],
    ["to a fixed address", `-A POSTROUTING -s ${CONTAINERS} -j SNAT --to-source 10.1.1.10`],
  ])("changes, or may: %s", (_name, rule) => {
    expect(translatedBy([...USUAL, rule])).toBe(`iptables -t nat ${rule}`);
  });

  it("may change by a rule of an interface where the own one is not known", () => {
    expect(translatedBy(["-A POSTROUTING -o eth0 -j MASQUERADE"], {})).toBe(
      "iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE",
    );
  });
});
