import type { Lab } from "../lab/lab.ts";

/** What the reference site's node has sent and received, by IP: loopback and ARP are not among it. */
export interface Traffic {
  packets: number;
  bytes: number;
  /** Of what it has sent: the most to one destination. */
  mostToOne: number;
}

export const NODE_ADDRESS = "10.1.1.10";
/** The node's gateway. The counters are there, since the tool reads the packet filter of the node itself. */
const ROUTER = "core-switch";

/** Counts what the node sends and receives. @returns how to read the counters, which then begin anew. */
export async function countTraffic(lab: Lab): Promise<() => Promise<Traffic>> {
  const begin = async () => {
    await lab.change(ROUTER, `nft '${COUNTERS}'`);
  };
  await begin();
  return async () => {
    const { stdout } = await lab.run(ROUTER, ["nft", "-j", "list", "table", "ip", TABLE]);
    await lab.change(ROUTER, `nft delete table ip ${TABLE}`);
    await begin();
    return trafficIn(JSON.parse(stdout) as Listing);
  };
}

const TABLE = "traffic";

/** Before any rule that drops, and after everything that the router does to a packet. */
const COUNTERS = `table ip ${TABLE} {
    counter sent { }
    counter received { }
    set destinations { type ipv4_addr; size 65535; flags dynamic; }
    chain in { type filter hook prerouting priority -400; ip saddr ${NODE_ADDRESS} counter name sent update @destinations { ip daddr counter }; }
    chain out { type filter hook postrouting priority 400; ip daddr ${NODE_ADDRESS} counter name received; }
  }`;

interface Counted {
  counter?: { packets: number; bytes: number };
}

interface Listing {
  nftables: { counter?: { packets: number; bytes: number }; set?: { elem?: { elem: Counted }[] } }[];
}

function trafficIn({ nftables }: Listing): Traffic {
  const counters = nftables.flatMap(({ counter }) => counter ?? []);
  const destinations = nftables.flatMap(({ set }) => set?.elem ?? []);
  return {
    packets: counters.reduce((sum, { packets }) => sum + packets, 0),
    bytes: counters.reduce((sum, { bytes }) => sum + bytes, 0),
    mostToOne: Math.max(0, ...destinations.map(({ elem }) => elem.counter?.packets ?? 0)),
  };
}
