import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FilterRuleset } from "../../src/model/filter.ts";
import { evaluateFilter, evaluateSources } from "../../src/packet-filter/evaluate.ts";
import type { FilterPacket } from "../../src/packet-filter/facts.ts";
import { kindOfSave, parseIptablesSave } from "../../src/packet-filter/iptables.ts";
import { parseNftListing, parseNftRuleset } from "../../src/packet-filter/nft.ts";
import { addressNumber, intervalOf, intervalText } from "../../src/wire/cidr.ts";

const single = (value: number): [number, number] => [value, value];
const address = (ip: string) => single(addressNumber(ip));

const kubelet: FilterPacket = {
  direction: "in",
  protocol: "tcp",
  source: address("192.168.0.1"),
  sourcePort: [1024, 65535],
  destination: address("10.1.1.10"),
  destinationPort: single(10250),
  interface: "eth0",
  phase: "first",
};
const reply: FilterPacket = {
  ...kubelet,
  source: address("100.103.42.233"),
  sourcePort: single(443),
  destinationPort: [32768, 60999],
  phase: "second",
};

const rulesetOf = (chains: FilterRuleset["chains"], sets: FilterRuleset["sets"] = []): FilterRuleset => ({
  chains,
  sets,
  bridges: [],
});
const iptables = (...rules: string[]) =>
  rulesetOf(
    parseIptablesSave(
      ["*filter", ":INPUT ACCEPT [0:0]", ":OUTPUT ACCEPT [0:0]", ":ts-input - [0:0]", ...rules, "COMMIT", ""].join(
        "\n",
      ),
      "iptables",
    ).chains,
  );
const judge = (rules: string[], packet: FilterPacket = kubelet) => evaluateFilter(iptables(...rules), packet).verdict;

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
    ["a remark that reads like a rule", ['-A INPUT -m comment --comment "x -j DROP" -j ACCEPT'], kubelet, "accepts"],
    ["a target that nobody knows", ["-A INPUT -p tcp -j FROBNICATE"], kubelet, "cannot-tell"],
    ["what is marked nowhere", ["-A INPUT -m mark --mark 0x8000/0x8000 -j DROP"], kubelet, "accepts"],
    ["addresses translated nowhere", ["-A INPUT -m conntrack --ctstate DNAT -j DROP"], kubelet, "accepts"],
  ])("%s: %#", (_name, rules, packet, verdict) => {
    expect(judge(rules, packet)).toBe(verdict);
  });

  it("heed a chain's policy", () => {
    const text = "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n";
    expect(evaluateFilter(rulesetOf(parseIptablesSave(text, "iptables-legacy").chains), kubelet)).toEqual({
      verdict: "drops",
      rule: "iptables-legacy filter: -P INPUT DROP",
    });
  });

  it("are named as iptables prints them", () => {
    expect(evaluateFilter(iptables("-A INPUT -p tcp -m tcp --dport 10250 -j DROP"), kubelet).rule).toBe(
      "iptables -t filter -A INPUT -p tcp -m tcp --dport 10250 -j DROP",
    );
  });

  it("end where chains jump in circles", () => {
    expect(judge(["-A INPUT -j ts-input", "-A ts-input -j ts-input"])).toBe("cannot-tell");
  });

  it("a mark that an earlier table has set is known in the next", () => {
    const mangled = (set: string) =>
      rulesetOf(
        parseIptablesSave(
          `*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -s 192.168.0.0/16 -j MARK ${set}\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m mark --mark 0x4/0x4 -j DROP\nCOMMIT\n`,
          "iptables",
        ).chains,
      );
    expect(evaluateFilter(mangled("--set-xmark 0x4/0x4"), kubelet).verdict).toBe("drops");
    expect(evaluateFilter(mangled("--set-xmark 0x2/0x2"), kubelet).verdict).toBe("accepts");
    expect(evaluateFilter(mangled("--set-xmark 0x4/0x0"), kubelet).verdict).toBe("cannot-tell");
  });

  it.each([
    ["# Generated by iptables-nft-save v1.8.9 (nf_tables) on Wed", "iptables"],
    ["# Generated by iptables-save v1.8.9 (nf_tables) on Wed", "iptables"],
    ["# Generated by xtables-save v1.8.2 on Wed", "iptables"],
    ["# Generated by iptables-save v1.8.9 on Wed", "iptables-legacy"],
    ["# Generated by iptables-save v1.4.21 on Wed", "iptables-legacy"],
  ])("%s is printed by %s", (header, kind) => {
    expect(kindOfSave(`${header}\n*filter\nCOMMIT\n`)).toBe(kind);
  });
});

const match = (left: object, right: unknown, op = "==") => ({ match: { op, left, right } });
const dport = (right: unknown, protocol = "tcp") => match({ payload: { protocol, field: "dport" } }, right);
const saddr = (right: unknown, op = "==") => match({ payload: { protocol: "ip", field: "saddr" } }, right, op);

const nft = (policy: string, ...rules: object[][]) =>
  JSON.stringify({
    nftables: [
      { metainfo: {} },
      {
        set: {
          family: "inet",
          table: "t",
          name: "lan",
          type: "ipv4_addr",
          elem: [{ prefix: { addr: "192.168.0.0", len: 24 } }],
        },
      },
      { set: { family: "inet", table: "t", name: "guests", type: "ipv4_addr" } },
      { chain: { family: "inet", table: "t", name: "in", type: "filter", hook: "input", prio: 0, policy } },
      ...rules.map((expr, index) => ({ rule: { family: "inet", table: "t", chain: "in", handle: index, expr } })),
    ],
  });

const judgeNft = (text: string, packet = kubelet) => {
  const { chains, sets } = parseNftRuleset([text]) ?? { chains: [], sets: [] };
  return evaluateFilter(rulesetOf(chains, sets), packet).verdict;
};

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
    ["a named set that holds the source", nft("accept", [saddr("@lan"), { drop: null }]), "drops"],
    ["a named set that is empty", nft("accept", [saddr("@guests"), { drop: null }]), "accepts"],
    [
      "a set that rules add to",
      nft("accept", [{ set: { op: "add", elem: {}, set: "@guests" } }], [saddr("@guests"), { drop: null }]),
      "cannot-tell",
    ],
    ["a set that is not there", nft("accept", [saddr("@none"), { drop: null }]), "cannot-tell"],
    ["a counter alone", nft("accept", [{ counter: {} }]), "accepts"],
    ["a statement that nobody knows", nft("accept", [{ frobnicate: {} }]), "cannot-tell"],
    [
      "an extension of iptables",
      nft("accept", [{ xt: { type: "match", name: "recent" } }, { drop: null }]),
      "cannot-tell",
    ],
    ["the type of the frame", nft("drop", [match({ meta: { key: "protocol" } }, "ip"), { accept: null }]), "accepts"],
    [
      "a map of connection states",
      nft("drop", [{ vmap: { key: { ct: { key: "state" } }, data: { set: [["new", { accept: null }]] } } }]),
      "accepts",
    ],
    ["a map that is not understood", nft("drop", [{ vmap: { key: { osf: {} }, data: {} } }]), "cannot-tell"],
    [
      "ICMP",
      nft("drop", [match({ payload: { protocol: "icmp", field: "type" } }, "echo-request"), { accept: null }]),
      "drops",
    ],
  ])("%s", (_name, text, verdict) => {
    expect(judgeNft(text)).toBe(verdict);
  });

  it("are named as nft lists them, also where a rule goes over several lines", () => {
    const listing = parseNftListing(
      [
        "table inet t { # handle 1",
        "\tchain in { # handle 2",
        "\t\ttype filter hook input priority filter; policy accept;",
        "\t\tip saddr { 192.168.0.0/16,",
        "\t\t\t   10.0.0.0/8 } tcp dport 10250 drop # handle 0",
        "\t}",
        "}",
        "table ip off { # handle 2",
        "\tflags dormant",
        "}",
        "table netdev n { # handle 3",
        "\tchain i { # handle 1",
        '\t\ttype filter hook ingress devices = { "eth0", "eth1" } priority filter; policy accept;',
        "\t}",
        "}",
      ].join("\n"),
    );
    const { chains, sets } = parseNftRuleset([nft("accept", [dport(10250), { drop: null }])], listing) ?? {
      chains: [],
      sets: [],
    };
    expect(evaluateFilter(rulesetOf(chains, sets), kubelet).rule).toBe(
      "inet t in: ip saddr { 192.168.0.0/16, 10.0.0.0/8 } tcp dport 10250 drop",
    );
    expect([...listing.dormant]).toEqual(["ip off"]);
    expect(listing.devices.get("netdev n i")).toEqual(["eth0", "eth1"]);
  });

  it("what was cut short is no ruleset", () => {
    expect(parseNftRuleset(['{"nftables": [{"table":'])).toBeUndefined();
  });
});

describe("a block of sources", () => {
  it("is judged part by part, exactly where rules part it", () => {
    const rules = ["-A INPUT -s 192.168.0.0/24 -j ACCEPT", "-A INPUT -s 192.168.9.7/32 -j ACCEPT", "-A INPUT -j DROP"];
    const parts = evaluateSources(iptables(...rules), kubelet, intervalOf("192.168.0.0/16"));
    expect(parts.map(({ sources, verdict }) => `${intervalText(sources)} ${verdict}`)).toEqual([
      "192.168.0.0/24 accepts",
      "192.168.1.0-192.168.9.6 drops",
      "192.168.9.7 accepts",
      "192.168.9.8-192.168.255.255 drops",
    ]);
  });

  it("that is parted thousands of times is not told in full, and ends", () => {
    const rules = Array.from(
      { length: 2_000 },
      (_, index) => `-A INPUT -s 192.168.${index >> 4}.${(index & 15) * 16}/32 -j DROP`,
    );
    const parts = evaluateSources(iptables(...rules), kubelet, intervalOf("192.168.0.0/16"));
    expect(parts.at(-1)?.verdict).toBe("cannot-tell");
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
    "conntrack",
    "MARK",
    "--set-xmark",
    "0x1/0x1",
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
          for (const verdict of [judge(lines), judgeNft(nft("accept", ...rules))])
            expect(["accepts", "drops", "cannot-tell"]).toContain(verdict);
        },
      ),
    );
  });
});

describe("what common tools write", () => {
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
});
