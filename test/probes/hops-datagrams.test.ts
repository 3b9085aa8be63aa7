import dnsPacket from "dns-packet";
import { expect, it } from "vitest";
import { walkByDatagrams } from "../../src/probes/hops-datagrams.ts";
import type { DatagramSeen, NativeSockets } from "../../src/world/native.ts";
import { loopbackWorld } from "../support/servers.ts";

/** A forwarder that has lost its own, one hop away: of what it is asked it answers only what is about itself. */
function lonelyForwarder(): NativeSockets {
  const openDatagrams: NativeSockets["openDatagrams"] = (_to, onSeen: (seen: DatagramSeen) => void) => ({
    ok: true,
    value: {
      sourcePort: 40_000,
      send(data) {
        const { id, questions = [] } = dnsPacket.decode(Buffer.from(data));
        const isAboutItself = questions.every((question) => question.class === "CH");
        if (isAboutItself)
          onSeen({ kind: "reply", data: dnsPacket.encode({ type: "response", id: id ?? 0 }), atMs: 0 });
        return { ok: true, value: 0 };
      },
      close: () => undefined,
    },
  });
  // Nothing else of them is used by a walk with datagrams.
  return { openDatagrams } as NativeSockets;
}

it("a DNS server that answers nothing it would have to ask on for is reached all the same", async () => {
  const to = { ip: "127.0.0.1", port: 53 };
  const request = { probe: "hops", protocol: "udp", to, maxTtl: 1, thorough: true } as const;
  const walk = await walkByDatagrams(request, lonelyForwarder(), loopbackWorld(), AbortSignal.timeout(5_000));
  expect(walk.ok && walk.value.reachedTtl).toBe(1);
});
