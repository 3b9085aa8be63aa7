import {
  matches,
  placeKey,
  simulateMet,
  type AskedRequest,
  type Packet,
  type PlacedFault,
  type Prediction,
} from "./forwarding.ts";
import type { Network } from "./routed-network.ts";

/** A prediction, or the next packet to ask a fault about. */
type Node = { prediction: Prediction } | { packet: Packet; touched: Branch; spared: Branch };
interface Branch {
  node?: Node;
}

/**
 * Predicts what a probe shows under each single fault, with as few simulations as possible. Many faults have the same place,
 * direction and effect, and differ only in the packets that they match. Two such faults predict the same for a probe if they match
 * the same of its packets. So each prediction is kept in a decision tree whose branches ask "does the fault match this packet?".
 */
export class SingleFaults {
  readonly #network: Network;
  /** By what a fault is beside the packets that it touches, then by probe. */
  readonly #known = new Map<string, Map<AskedRequest, Branch>>();

  constructor(network: Network) {
    this.#network = network;
  }

  /** @returns what one fault makes each probe show. */
  of(fault: PlacedFault): (request: AskedRequest) => Prediction {
    const { match } = fault;
    const touches = (packet: Packet) => matches(match, packet);
    const known = this.#alike(fault);
    return (request) => {
      // By which link this node sends hangs on the blocks themselves.
      if (request.probe === "route") return simulateMet(this.#network, [{ ...fault, touches }], request);
      let branch = known.get(request);
      if (branch === undefined) known.set(request, (branch = {}));
      const beginning = branch;
      while (branch.node !== undefined && "packet" in branch.node)
        branch = touches(branch.node.packet) ? branch.node.touched : branch.node.spared;
      return branch.node === undefined ? this.#walk(fault, request, beginning) : branch.node.prediction;
    };
  }

  #alike({ place, direction, effect, match }: PlacedFault): Map<AskedRequest, Branch> {
    // Beside the packets only these two of a match decide anything.
    const key = `${placeKey(place)} ${direction} ${effect} ${match.onlyThisNode === true} ${match.misplaced?.join(",") ?? ""}`;
    const known = this.#known.get(key) ?? new Map<AskedRequest, Branch>();
    this.#known.set(key, known);
    return known;
  }

  #walk(fault: PlacedFault, request: AskedRequest, beginning: Branch): Prediction {
    const asked = new Map<string, { packet: Packet; isTouched: boolean }>();
    const touches = (packet: Packet): boolean => {
      const key = keyOf(packet);
      const before = asked.get(key);
      if (before !== undefined) return before.isTouched;
      const isTouched = matches(fault.match, packet);
      asked.set(key, { packet, isTouched });
      return isTouched;
    };
    const prediction = simulateMet(this.#network, [{ ...fault, touches }], request);
    let branch = beginning;
    for (const { packet, isTouched } of asked.values()) {
      // The same answers so far lead to the same next packet.
      branch.node ??= { packet, touched: {}, spared: {} };
      if ("prediction" in branch.node) break;
      branch = isTouched ? branch.node.touched : branch.node.spared;
    }
    branch.node ??= { prediction };
    return prediction;
  }
}

function keyOf({ remote, protocol, port, localPort, data }: Packet): string {
  return `${remote} ${protocol} ${port} ${localPort ?? ""} ${data === undefined ? "" : `${data.large} ${data.name ?? ""}`}`;
}
