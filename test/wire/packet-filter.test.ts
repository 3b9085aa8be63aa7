import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIptablesSave } from "../../src/wire/iptables-save.ts";
import { parseNftRuleset } from "../../src/wire/nft-json.ts";
import { evaluateFilter, type FilterPacket } from "../../src/wire/packet-filter.ts";

const kubelet: FilterPacket = {
  hook: "input",
  protocol: "tcp",
  source: "192.168.0.1",
  destination: "10.1.1.10",
  destinationPort: 10250,
  interface: "eth0",
  state: "new",
};
const reply: FilterPacket = {
  hook: "input",
  protocol: "tcp",
  source: "100.103.42.233",
  sourcePort: 443,
  interface: "eth0",
  state: "established",
};

const iptables = (...rules: string[]) =>
  parseIptablesSave(
    ["*filter", ":INPUT ACCEPT [0:0]", ":OUTPUT ACCEPT [0:0]", ":ts-input - [0:0]", ...rules, "COMMIT", ""].join("\n"),
  );

describe("iptables rules", () => {
  it.each<[string, string[], FilterPacket, string]>([
    ["no rules", [], kubelet, "accepts"],
    ["a drop of the port", ["-A INPUT -p tcp -m tcp --dport 10250 -j DROP"], kubelet, "drops"],
    [
      "a reject of a range",
      ["-A INPUT -p tcp -m multiport --dports 9000:9500,10250:10260 -j REJECT"],
      kubelet,
      "drops",
    ],
    ["a drop of another port", ["-A INPUT -p tcp -m tcp --dport 22 -j DROP"], kubelet, "accepts"],
    ["a drop of another protocol", ["-A INPUT -p udp -m udp --dport 10250 -j DROP"], kubelet, "accepts"],
    ["an accept before the drop", ["-A INPUT -s 192.168.0.0/16 -j ACCEPT", "-A INPUT -j DROP"], kubelet, "accepts"],
    ["a drop of every other source", ["-A INPUT ! -s 10.0.0.0/8 -j DROP"], kubelet, "drops"],
    [
      "established connections only",
      ["-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-A INPUT -j DROP"],
      kubelet,
      "drops",
    ],
    [
      "the same for an answer",
      ["-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-A INPUT -j DROP"],
      reply,
      "accepts",
    ],
    [
      "Tailscale's chain",
      ["-A INPUT -j ts-input", "-A ts-input -s 100.64.0.0/10 ! -i tailscale0 -j DROP"],
      reply,
      "drops",
    ],
    ["a match that is not understood", ["-A INPUT -m recent --update -j DROP"], kubelet, "cannot-tell"],
    ["one that cannot concern the packet", ["-A INPUT -p udp -m recent --update -j DROP"], kubelet, "accepts"],
    ["a log alone", ["-A INPUT -m recent --update -j LOG"], kubelet, "accepts"],
  ])("%s: %#", (_name, rules, packet, verdict) => {
    expect(evaluateFilter(iptables(...rules), packet).verdict).toBe(verdict);
  });

  it("heed a chain's policy", () => {
    const text = "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n";
    expect(evaluateFilter(parseIptablesSave(text), kubelet)).toEqual({
      verdict: "drops",
      rule: "iptables filter INPUT: policy drop",
    });
  });

  it("end where chains jump in circles", () => {
    expect(evaluateFilter(iptables("-A INPUT -j ts-input", "-A ts-input -j ts-input"), kubelet).verdict).toBe(
      "cannot-tell",
    );
  });
});

const match = (left: object, right: unknown, op = "==") => ({ match: { op, left, right } });
const dport = (right: unknown, protocol = "tcp") => match({ payload: { protocol, field: "dport" } }, right);
const saddr = (right: unknown, op = "==") => match({ payload: { protocol: "ip", field: "saddr" } }, right, op);

const nft = (policy: string, ...rules: object[][]) =>
  JSON.stringify({
    nftables: [
      { metainfo: {} },
      { chain: { family: "inet", table: "t", name: "in", type: "filter", hook: "input", prio: 0, policy } },
      ...rules.map((expr) => ({ rule: { family: "inet", table: "t", chain: "in", expr } })),
    ],
  });

describe("nftables rules", () => {
  it.each<[string, string, string]>([
    ["no rules", nft("accept"), "accepts"],
    ["a drop of the port", nft("accept", [dport(10250), { drop: null }]), "drops"],
    ["a drop of a set", nft("accept", [dport({ set: [22, { range: [10000, 11000] }] }), { drop: null }]), "drops"],
    ["a drop of another protocol's port", nft("accept", [dport(10250, "udp"), { drop: null }]), "accepts"],
    [
      "an accept of the source, all else dropped",
      nft("drop", [saddr({ prefix: { addr: "192.168.0.0", len: 16 } }), { accept: null }]),
      "accepts",
    ],
    ["a drop of every other source", nft("accept", [saddr("10.0.0.1", "!="), { drop: null }]), "drops"],
    ["a policy of drop", nft("drop"), "drops"],
    ["a rate limit", nft("accept", [dport(10250), { limit: { rate: 1 } }, { drop: null }]), "cannot-tell"],
    ["a named set", nft("accept", [saddr("@blocked"), { drop: null }]), "cannot-tell"],
    ["a counter alone", nft("accept", [{ counter: {} }]), "accepts"],
  ])("%s", (_name, text, verdict) => {
    expect(evaluateFilter(parseNftRuleset(text, false), kubelet).verdict).toBe(verdict);
  });
});

describe("whatever a ruleset holds", () => {
  const words = [
    "-p",
    "tcp",
    "!",
    "-s",
    "10.0.0.0/8",
    "--dport",
    "10250",
    "-j",
    "DROP",
    "ACCEPT",
    "-g",
    "ts-input",
    "--ctstate",
    "NEW",
    "-m",
    "x",
  ];
  const rule = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 6 })), { maxLength: 8 })
    .map((parts) => `-A INPUT ${parts.join(" ")}`);
  const expression = fc.oneof(
    fc.record({
      match: fc.record({ op: fc.constantFrom("==", "!=", "in", "<"), left: fc.anything(), right: fc.anything() }),
    }),
    fc.constantFrom({ drop: null }, { accept: null }, { jump: { target: "in" } }, { counter: {} }),
    fc.dictionary(fc.string({ maxLength: 6 }), fc.anything(), { maxKeys: 2 }),
  );

  it("no parser throws, and a verdict is one of three", () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        fc.array(fc.array(expression, { maxLength: 3 }), { maxLength: 4 }),
        (lines, rules) => {
          const text = nft("accept", ...rules);
          for (const chains of [iptables(...lines), parseNftRuleset(text, false)])
            expect(["accepts", "drops", "cannot-tell"]).toContain(evaluateFilter(chains, kubelet).verdict);
        },
      ),
    );
  });
});

describe("what common tools write", () => {
  const judge = (rules: string[], packet: FilterPacket = kubelet) => evaluateFilter(iptables(...rules), packet).verdict;

  it("ufw's test for local destinations is understood", () => {
    const ufw = [
      "-A INPUT -m addrtype --dst-type LOCAL -j RETURN",
      "-A INPUT -m addrtype --dst-type MULTICAST -j RETURN",
      "-A INPUT -j DROP",
    ];
    expect(judge(ufw)).toBe("accepts");
    expect(judge(ufw.slice(1))).toBe("drops");
  });

  it("a match that is not understood is no matter where both ways end alike", () => {
    expect(judge(["-A INPUT -m recent --update -j ACCEPT"])).toBe("accepts");
    expect(judge(["-A INPUT -m recent --update -j DROP", "-A INPUT -j DROP"])).toBe("drops");
    expect(judge(["-A INPUT -m recent --update -j ACCEPT", "-A INPUT -j DROP"])).toBe("cannot-tell");
  });

  it("what is gone to is not come back from", () => {
    expect(judge(["-A INPUT -g ts-input", "-A INPUT -j DROP", "-A ts-input -p udp -j DROP"])).toBe("accepts");
    expect(judge(["-A INPUT -j ts-input", "-A INPUT -j DROP", "-A ts-input -p udp -j DROP"])).toBe("drops");
  });

  it("a verdict map may do anything, ICMP rules nothing, and a set of interfaces is not known", () => {
    const of = (...rules: object[][]) => evaluateFilter(parseNftRuleset(nft("drop", ...rules), false), kubelet).verdict;
    expect(of([{ vmap: { key: { ct: { key: "state" } }, data: {} } }])).toBe("cannot-tell");
    expect(of([match({ payload: { protocol: "icmp", field: "type" } }, "echo-request"), { accept: null }])).toBe(
      "drops",
    );
    expect(of([match({ meta: { key: "iifname" } }, "@lan"), { accept: null }])).toBe("cannot-tell");
    expect(of([{ xt: { type: "target", name: "REJECT" } }])).toBe("cannot-tell");
  });
});
