import { describe, expect, it } from "vitest";
import { flows } from "../../src/probes/flows.ts";
import { loopbackWorld, Servers } from "../support/servers.ts";

const ask = (port: number, signal: AbortSignal) =>
  flows({ probe: "flows", to: { ip: "127.0.0.1", port }, count: 16, maxTtl: 4 }, loopbackWorld(), signal);

describe("flows", () => {
  it("come from as many source ports as were asked for, each another one", async () => {
    await using servers = new Servers();
    const port = await servers.tcp((socket) => socket.resume());
    const { outcome, evidence } = await ask(port, AbortSignal.timeout(8_000));
    expect(outcome).toBe("measured");
    expect(evidence?.flows.map(({ outcome: each }) => each)).toEqual(Array.from({ length: 16 }, () => "open"));
    expect(new Set(evidence?.flows.map(({ sourcePort }) => sourcePort)).size).toBe(16);
    expect(evidence).not.toHaveProperty("dead");
  });
});
