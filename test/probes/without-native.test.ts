import { describe, expect, it } from "vitest";
import { PROBERS } from "../../src/probes/probers.ts";
import type { World } from "../../src/world/world.ts";
import { loopbackWorld } from "../support/servers.ts";

/** A machine for whose processor there is no native part. */
const world: World = { ...loopbackWorld(), native: () => Promise.resolve({ ok: false, errno: "not on riscv" }) };
const to = { ip: "127.0.0.1", port: 443 };
const signal = AbortSignal.timeout(1000);
const notAsked = { outcome: "not-asked", reason: "not on riscv" };

describe("where native sockets cannot be had", () => {
  it("each prober that needs them says that it did not ask, and why", async () => {
    expect([
      await PROBERS.hops({ probe: "hops", protocol: "tcp", to, maxTtl: 4, thorough: true }, world, signal),
      await PROBERS.hops({ probe: "hops", protocol: "udp", to, maxTtl: 4, thorough: true }, world, signal),
      await PROBERS.echo({ probe: "echo", to: to.ip }, world, signal),
      await PROBERS.distance({ probe: "distance", to }, world, signal),
      await PROBERS.inband({ probe: "inband", to, payload: "small", serverName: "", maxTtl: 4 }, world, signal),
      await PROBERS.mtu({ probe: "mtu", to, scheme: "http", serverName: "" }, world, signal),
    ]).toEqual(Array(6).fill(notAsked));
  });
});
