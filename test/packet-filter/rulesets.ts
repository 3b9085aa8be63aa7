/** Rule sets drawn by a seed, as their own programs load them: nft, iptables-nft-restore, iptables-legacy-restore. */
import { Draw } from "../sites/random.ts";

export interface DrawnRules {
  seed: number;
  nft?: string;
  iptables?: string;
  legacy?: string;
}

export const PORTS = [10250, 10255, 9100, 9445, 8472] as const;
/** The host's interfaces: towards the VPC and the site, and towards the cloud's services. */
export const LINKS = ["remote", "services"] as const;
export const SOURCES = ["192.168.10.10", "192.168.0.5", "192.168.200.7", "10.1.1.1", "10.9.0.1"] as const;
export const TARGETS = [
  { ip: "192.168.10.10", port: 6443, protocol: "tcp" },
  { ip: "100.103.42.233", port: 443, protocol: "tcp" },
  { ip: "100.118.28.91", port: 80, protocol: "tcp" },
  { ip: "10.1.1.1", port: 53, protocol: "udp" },
  { ip: "203.0.113.123", port: 123, protocol: "udp" },
] as const;

const BLOCKS = [
  "192.168.0.0/16",
  "192.168.0.0/24",
  "192.168.10.10",
  "192.168.128.0/17",
  "10.0.0.0/8",
  "10.1.1.0/24",
  "10.9.0.0/24",
  "100.64.0.0/10",
  "100.118.28.0/24",
  "203.0.113.0/24",
  "172.16.0.0/12",
];
const OUT_PORTS = [80, 443, 6443, 53, 123];
const ALL_PORTS = [...PORTS, ...OUT_PORTS, 22, 5000];

export function drawRules(seed: number): DrawnRules {
  const draw = new Draw(seed);
  const which = draw.weighted([
    ["nft", 4],
    ["iptables", 3],
    ["legacy", 2],
    ["nft and legacy", 1],
    ["iptables and legacy", 1],
    ["nft and iptables", 1],
  ] as const);
  return {
    seed,
    ...(which.includes("nft") && { nft: nftRules(draw) }),
    ...(which.includes("iptables") && { iptables: iptablesRules(draw) }),
    ...(which.includes("legacy") && { legacy: iptablesRules(draw) }),
  };
}

function some<T>(draw: Draw, items: readonly T[], most: number): T[] {
  const count = draw.integer(1, most);
  return [...new Set(Array.from({ length: count }, () => draw.one(items)))];
}

/** A match and whether it is one of the packet's own side: the same rules are drawn for input and output. */
type Side = "in" | "out";

function nftMatch(draw: Draw, side: Side): string {
  const not = draw.chance(0.2) ? "!= " : "";
  const block = () => draw.one(BLOCKS);
  const port = () => draw.one(ALL_PORTS);
  const protocol = draw.one(["tcp", "tcp", "tcp", "udp"]);
  const link = side === "in" ? "iifname" : "oifname";
  return draw.weighted([
    [`${protocol} dport ${not}${port()}`, 4],
    [`${protocol} dport ${not}{ ${some(draw, ALL_PORTS, 5).join(", ")} }`, 4],
    [`${protocol} dport ${draw.one(["9000-10300", "1-1023", "8000-9500"])}`, 1],
    [`${protocol} sport ${draw.one(["1024-65535", "443", "53"])}`, 1],
    [`th dport { ${some(draw, ALL_PORTS, 4).join(", ")} }`, 1],
    [`ip saddr ${not}${block()}`, 3],
    [`ip daddr ${not}${block()}`, 2],
    [
      `ip saddr { ${draw.one(["192.168.0.0/24, 10.1.1.1", "192.168.10.0-192.168.11.9", "10.0.0.0/8, 192.168.0.0/16"])} }`,
      1,
    ],
    [`ip saddr @blocks`, 2],
    [`ip saddr . tcp dport @pairs`, 1],
    [`ip saddr . tcp dport { 192.168.0.0/16 . 10250-10255, 10.1.1.1 . 9100 }`, 1],
    [`${link} ${not}"${draw.one([...LINKS, "lo", "rem*", "docker0"])}"`, 3],
    [`${link} { "remote", "lo" }`, 1],
    [`meta protocol ip`, 1],
    [`ip protocol ${draw.one(["tcp", "udp", "icmp", "{ tcp, udp }"])}`, 1],
    [`meta l4proto ${not}${draw.one(["tcp", "udp", "{ tcp, udp }", "icmp"])}`, 2],
    [`meta l4proto { tcp, udp } meta nfproto ipv4`, 1],
    [`ip6 saddr fe80::/10`, 0.5],
    [`icmp type echo-request`, 1],
    [
      `ct state ${draw.one(["new", "established,related", "invalid", "new,established", "{ new, untracked }", "!= new"])}`,
      4,
    ],
    [`ct status ${draw.one(["dnat", "snat", "assured,dnat"])}`, 1],
    [`ct direction ${draw.one(["original", "reply"])}`, 1],
    [`ct mark ${draw.one(["0", "0x4", "!= 0"])}`, 0.5],
    [`meta mark ${draw.one(["0", "0x10", "!= 0x10", "& 0x10 == 0x10", "& 0xff == 0"])}`, 2],
    [`tcp flags & (fin|syn|rst|ack) == syn`, 1],
    [`tcp flags ${draw.one(["syn", "fin,rst", "! syn", "{ syn, syn|ack }"])}`, 1],
    [`fib daddr type ${draw.one(["local", "unicast", "broadcast"])}`, 1],
    ...(side === "in" ? ([[`fib saddr . iif oif ${draw.one(["missing", "exists"])}`, 0.7]] as const) : []),
    [`ip frag-off & 0x1fff != 0`, 0.5],
    [`meta pkttype ${draw.one(["unicast", "broadcast"])}`, side === "in" ? 0.5 : 0],
    [`limit rate over 1000/second`, 0.1],
    [`ip ttl < 3`, 0.1],
  ]);
}

function nftVerdict(draw: Draw, chains: readonly string[]): string {
  return draw.weighted([
    ["accept", 4],
    ["drop", 3],
    ["reject", 1],
    ["reject with icmp type admin-prohibited", 0.5],
    ["return", 0.7],
    ...(chains.length > 0
      ? ([
          [`jump ${draw.one(chains)}`, 2],
          [`goto ${draw.one(chains)}`, 0.5],
        ] as const)
      : []),
  ]);
}

function nftMapVerdict(draw: Draw, chains: readonly string[]): string {
  return draw.one(["accept", "drop", "return", "continue", ...(chains.length > 0 ? [`jump ${draw.one(chains)}`] : [])]);
}

function nftStatement(draw: Draw, side: Side, chains: readonly string[]): string {
  const matches = Array.from(
    {
      length: draw.weighted([
        [1, 5],
        [2, 4],
        [3, 1],
        [0, 0.3],
      ]),
    },
    () => nftMatch(draw, side),
  );
  return draw.weighted([
    [() => `${matches.join(" ")} ${draw.chance(0.3) ? "counter " : ""}${nftVerdict(draw, chains)}`, 12],
    [() => `${matches.join(" ")} meta mark set ${draw.one(["0x10", "mark or 0x4", "0x0"])}`, 1],
    [
      () =>
        `${matches.slice(0, 1).join(" ")} tcp dport vmap { 10250 : ${nftMapVerdict(draw, chains)}, 9100 : accept, 443 : drop }`,
      1,
    ],
    [() => `ct state vmap { established : accept, related : accept, invalid : drop }`, 1.5],
    [
      () =>
        `${side === "in" ? "iifname" : "oifname"} vmap { "lo" : accept, "remote" : ${nftMapVerdict(draw, chains)} }`,
      1,
    ],
    [() => `tcp dport vmap @verdicts`, 0.5],
    // Beside matches of IPv4 nft forgets that it was asked for the other one.
    [
      () =>
        `${draw.one(["meta protocol ip6", "meta nfproto ipv6"])} ${draw.one(["tcp dport 10250 ", ""])}${nftVerdict(draw, chains)}`,
      0.5,
    ],
    [() => `log prefix "x" level debug`, 0.3],
    [() => `counter`, 0.3],
  ])();
}

function nftChain(
  draw: Draw,
  name: string,
  head: string,
  side: Side,
  chains: readonly string[],
  rules: number,
): string {
  const body = Array.from({ length: rules }, () => `  ${nftStatement(draw, side, chains)}`);
  return [` chain ${name} {`, ...(head === "" ? [] : [`  ${head}`]), ...body, " }"].join("\n");
}

const SETS = [
  " set blocks {\n  type ipv4_addr\n  flags interval\n  elements = { 192.168.0.0/24, 192.168.10.10, 10.9.0.0-10.9.0.9 }\n }",
  " set pairs {\n  type ipv4_addr . inet_service\n  flags interval\n  elements = { 192.168.0.0/16 . 10250, 10.0.0.0/8 . 9000-9500 }\n }",
  " map verdicts {\n  type inet_service : verdict\n  elements = { 10250 : accept, 9445 : drop, 6443 : accept }\n }",
].join("\n");

function nftRules(draw: Draw): string {
  const family = draw.one(["inet", "inet", "ip"]);
  const tables: string[] = [];
  const count = draw.weighted([
    [1, 4],
    [2, 1],
  ]);
  for (let index = 0; index < count; index++) {
    const extra = Array.from({ length: draw.integer(0, 2) }, (_, at) => `extra${at}`);
    const chains = [
      // Chains come before those that jump to them.
      ...extra.map((name, at) =>
        nftChain(draw, name, "", draw.one(["in", "out"]), extra.slice(0, at), draw.integer(1, 3)),
      ),
      ...(["in", "out"] as const).flatMap((side) => {
        if (draw.chance(0.35)) return [];
        const hook =
          side === "in"
            ? draw.weighted([
                ["input", 6],
                ["prerouting", 1.5],
              ])
            : draw.weighted([
                ["output", 6],
                ["postrouting", 1],
              ]);
        const priority = draw.one([-300, -150, 0, 0, 0, 10]);
        const policy = draw.weighted([
          ["accept", 3],
          ["drop", 2],
        ]);
        // What is no target of this test must not break its own running.
        const always = policy === "drop" && draw.chance(0.7) ? "  ct state established,related accept\n" : "";
        const head = `type filter hook ${hook} priority ${priority}; policy ${policy};`;
        const chain = nftChain(draw, `${side}put`, head, side, extra, draw.integer(1, 6));
        return [chain.replace(`${head}\n`, `${head}\n${always}`)];
      }),
      ...(draw.chance(0.1)
        ? [" chain raw {\n  type filter hook prerouting priority raw; policy accept;\n  notrack\n }"]
        : []),
    ];
    const dormant = draw.chance(0.05) ? " flags dormant\n" : "";
    tables.push(`table ${family} t${index} {\n${dormant}${SETS}\n${chains.join("\n")}\n}`);
  }
  if (draw.chance(0.08))
    tables.push(
      `table netdev ing {\n chain i {\n  type filter hook ingress device "${draw.one(LINKS)}" priority 0; policy accept;\n  ${draw.one(["tcp dport 10250 drop", "ip saddr 192.168.0.0/16 udp dport 8472 drop"])}\n }\n}`,
    );
  return `${tables.join("\n")}\n`;
}

function iptablesMatch(draw: Draw, chain: string): string {
  const not = draw.chance(0.2) ? "! " : "";
  const protocol = draw.one(["tcp", "tcp", "tcp", "udp"]);
  const incoming = chain === "INPUT" || chain === "PREROUTING";
  const isExtra = chain.startsWith("extra");
  const link = incoming ? "-i" : "-o";
  return draw.weighted([
    [`-p ${protocol} -m ${protocol} ${not}--dport ${draw.one(ALL_PORTS)}`, 5],
    [`-p ${protocol} -m ${protocol} --dport ${draw.one(["9000:10300", ":1023", "8000:"])}`, 1],
    [`-p ${protocol} -m multiport ${not}--dports ${some(draw, ALL_PORTS, 5).join(",")}`, 3],
    [`${not}-s ${draw.one(BLOCKS)}`, 3],
    [`${not}-d ${draw.one(BLOCKS)}`, 2],
    [`-s 192.168.0.0/255.255.254.0`, 0.5],
    [`${not}${link} ${draw.one([...LINKS, "lo", "rem+"])}`, isExtra ? 0 : 3],
    [`${not}-p ${draw.one(["tcp", "udp", "icmp", "47"])}`, 2],
    [
      `-m conntrack ${not}--ctstate ${draw.one(["NEW", "RELATED,ESTABLISHED", "INVALID", "NEW,ESTABLISHED", "UNTRACKED", "DNAT"])}`,
      4,
    ],
    [`-m state --state ${draw.one(["NEW", "ESTABLISHED,RELATED"])}`, 1],
    [`-m mark ${not}--mark ${draw.one(["0x10", "0x0", "0x10/0x10", "0x4/0xf"])}`, 1.5],
    [`-m addrtype ${not}--dst-type ${draw.one(["LOCAL", "BROADCAST", "UNICAST"])}`, 1],
    [`-m addrtype --src-type ${draw.one(["LOCAL", "UNICAST"])}`, 0.5],
    [`-m comment --comment "a -j DROP remark"`, 1],
    [`-p tcp -m tcp ${not}--tcp-flags FIN,SYN,RST,ACK SYN`, 1],
    [`-m iprange ${not}--src-range 192.168.0.0-192.168.20.255`, 1],
    [`-f`, 0.5],
    [`-m limit --limit 1/hour --limit-burst 1000`, 0.1],
    [`-p icmp -m icmp --icmp-type 8`, 1],
  ]);
}

function iptablesTarget(draw: Draw, table: string, extras: readonly string[]): string {
  return draw.weighted([
    ["-j ACCEPT", 4],
    ["-j DROP", 3],
    ...(table === "filter" ? ([["-j REJECT --reject-with icmp-port-unreachable", 1]] as const) : []),
    ["-j RETURN", 0.7],
    ...(table === "mangle"
      ? ([
          ["-j MARK --set-xmark 0x10/0xffffffff", 2],
          ["-j MARK --set-xmark 0x4/0x4", 1],
        ] as const)
      : []),
    ...(extras.length > 0
      ? ([
          [`-j ${draw.one(extras)}`, 2],
          [`-g ${draw.one(extras)}`, 0.5],
        ] as const)
      : []),
  ]);
}

function iptablesRules(draw: Draw): string {
  const tables = ["filter", ...(draw.chance(0.3) ? ["mangle"] : []), ...(draw.chance(0.15) ? ["raw"] : [])];
  return tables
    .map((table) => {
      const builtIn =
        {
          filter: ["INPUT", "FORWARD", "OUTPUT"],
          mangle: ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
          raw: ["PREROUTING", "OUTPUT"],
        }[table] ?? [];
      const extras = Array.from({ length: draw.integer(0, 2) }, (_, at) => `extra${at}`);
      const policy = (chain: string) =>
        table === "filter" && chain !== "FORWARD" && draw.chance(0.3) ? "DROP" : "ACCEPT";
      const lines = [`*${table}`];
      const rules: string[] = [];
      for (const chain of builtIn) {
        const of = policy(chain);
        lines.push(`:${chain} ${of} [0:0]`);
        if (of === "DROP" && draw.chance(0.7))
          rules.push(`-A ${chain} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`);
      }
      for (const chain of extras) lines.push(`:${chain} - [0:0]`);
      for (const [at, chain] of [...extras, ...builtIn].entries()) {
        const targets = extras.includes(chain) ? extras.slice(0, at) : extras;
        const count = draw.integer(0, chain === "INPUT" || chain === "OUTPUT" ? 6 : 2);
        for (let rule = 0; rule < count; rule++) {
          const matches = Array.from(
            {
              length: draw.weighted([
                [1, 5],
                [2, 3],
                [0, 0.3],
              ]),
            },
            () => iptablesMatch(draw, chain),
          );
          const protocols = matches.filter((match) => match.includes("-p "));
          // One protocol a rule.
          const fit = matches.filter((match) => !match.includes("-p ") || match === protocols[0]);
          const unique = [
            ...new Map(
              fit.map((match) => [
                match.replace(/^! /, "").split(" ")[0] === "-m"
                  ? match.split(" ").slice(0, 2).join(" ")
                  : match.replace(/^! /, "").split(" ")[0],
                match,
              ]),
            ).values(),
          ];
          rules.push(`-A ${chain} ${unique.join(" ")} ${iptablesTarget(draw, table, targets)}`.replace(/ +/g, " "));
        }
      }
      if (table === "raw" && draw.chance(0.3)) rules.push("-A PREROUTING -p udp -j CT --notrack");
      return [...lines, ...rules, "COMMIT"].join("\n");
    })
    .concat("")
    .join("\n");
}
