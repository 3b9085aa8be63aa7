import { describe, expect, it } from "vitest";
import { host } from "../../src/probes/host.ts";
import type { Address } from "../../src/model/probe.ts";
import type { World } from "../../src/world/world.ts";
import { loopbackWorld } from "../support/servers.ts";

const GATEWAY = "10.1.1.1";
const HEAD = "IP address       HW type     Flags       HW address            Mask     Device\n";
const STRANGER = "10.1.1.9         0x1         0x2         02:00:00:00:00:09     *        eth0\n";
const COMPLETE = `${GATEWAY}         0x1         0x2         02:00:00:00:00:01     *        eth0\n`;
const SILENT = `${GATEWAY}         0x1         0x0         00:00:00:00:00:00     *        eth0\n`;

/** A machine whose kernel has these tables one after the other, the last one for good. */
function machine(tables: string[], givesUp: Promise<unknown>): World & { sent: Address[] } {
  const sent: Address[] = [];
  return {
    ...loopbackWorld(),
    sent,
    readText: () => Promise.resolve(HEAD + ((tables.length > 1 ? tables.shift() : tables[0]) ?? "")),
    exchangeUdp: async (_message, to, _accepts, signal) => {
      sent.push(to);
      const aborted = new Promise((resolve) => {
        signal.addEventListener("abort", resolve);
      });
      await Promise.race([givesUp, aborted]);
      return { ok: false, errno: signal.aborted ? "aborted" : "EHOSTUNREACH" };
    },
  };
}

const ask = (world: World, limitMs = 5000) =>
  host({ probe: "host", fact: "neighbours", gateway: GATEWAY }, world, AbortSignal.timeout(limitMs));

const entry = (complete: boolean) => ({
  outcome: "known",
  evidence: { neighbours: expect.arrayContaining([{ ip: GATEWAY, interface: "eth0", complete }]) as unknown },
});

describe("the neighbour that is the gateway", () => {
  it.each([
    ["one that has answered", COMPLETE, true],
    ["one that has not", SILENT, false],
  ])("is not looked for where the kernel knows it: %s", async (_name, row, complete) => {
    const world = machine([STRANGER + row], Promise.resolve());
    expect(await ask(world)).toMatchObject(entry(complete));
    expect(world.sent).toEqual([]);
  });

  it("is looked for where the kernel has forgotten it, until it answers", async () => {
    const world = machine([STRANGER, SILENT, COMPLETE], new Promise(() => undefined));
    expect(await ask(world)).toMatchObject(entry(true));
    expect(world.sent).toEqual([{ ip: GATEWAY, port: 9 }]);
  });

  it("is silent once the kernel gives up", async () => {
    const world = machine([STRANGER, SILENT], Promise.resolve());
    expect(await ask(world)).toMatchObject(entry(false));
  });

  it("is silent when the time is over", async () => {
    const world = machine([STRANGER, SILENT], new Promise(() => undefined));
    expect(await ask(world, 250)).toMatchObject(entry(false));
  });
});
