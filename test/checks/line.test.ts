import { describe, expect, it } from "vitest";
import { lineOf } from "../../src/checks/shared/line.ts";
import type { AnyObservation, Outcome, TcpFigures } from "../../src/model/probe.ts";
import { tcpFigures } from "../../src/wire/tcp-figures.ts";
import { siteFor } from "../support/site.ts";

const WELL: TcpFigures = {
  handshakeMs: 30,
  repeatedSyns: 0,
  segments: 3,
  retransmitted: 0,
  arrivedTwice: 0,
  smoothedMs: 30,
  deviationMs: 2,
};

const talk = (ip: string, figures: TcpFigures = WELL, outcome: Outcome = "response") =>
  ({
    request: { probe: "http", to: { ip, port: 443 }, scheme: "https", host: "a.example", method: "GET", path: "/" },
    outcome,
    evidence: { tcp: { figures } },
    startedAtMs: 0,
    durationMs: 1,
    attempts: 1,
  }) as AnyObservation;

const train = (figures: TcpFigures) =>
  ({
    request: {
      probe: "train",
      to: { ip: "100.100.0.1", port: 443 },
      scheme: "https",
      serverName: "a.example",
      segments: 25,
    },
    outcome: "measured",
    evidence: figures,
    startedAtMs: 0,
    durationMs: 1,
    attempts: 1,
  }) as AnyObservation;

const several = (count: number) => Array.from({ length: count }, (_, index) => talk(`100.100.0.${index + 1}`));

describe("the line's figures", () => {
  it("count SYNs and segments of the conversations that were answered over it", () => {
    const line = lineOf(
      [
        ...several(9),
        talk("100.100.1.1", { ...WELL, handshakeMs: 90 }),
        // By another way, and cut off by a rule: neither is about the line.
        talk("203.0.113.1", { ...WELL, retransmitted: 3 }),
        talk("100.100.1.2", { ...WELL, retransmitted: 5 }, "http-timed-out"),
      ],
      siteFor({}),
    );
    expect(line).toMatchObject({
      connections: 10,
      rttMs: { min: 30, median: 30, max: 90 },
      sent: 40,
      retransmitted: 0,
      lossRatio: 0,
      lossInterval: { low: 0 },
    });
    expect(line).not.toHaveProperty("jitterMs");
    expect(line).not.toHaveProperty("lossThere");
  });

  it("are absent where nothing was opened over it, and give no ratio for a handful of packets", () => {
    expect(lineOf([talk("203.0.113.1")], siteFor({}))).toBeUndefined();
    expect(lineOf([talk("100.100.0.1")], siteFor({}))).toEqual({
      connections: 1,
      rttMs: { min: 30, median: 30, max: 30 },
      sent: 4,
      retransmitted: 0,
    });
  });

  it("tell by trains which way packets are lost: what arrived twice has lost its acknowledgement", () => {
    const line = lineOf(
      [...several(4), train({ ...WELL, segments: 100, retransmitted: 12, arrivedTwice: 2, deviationMs: 1.5 })],
      siteFor({}),
    );
    // Of the conversations only the SYNs count beside a train.
    expect(line).toMatchObject({ sent: 105, retransmitted: 12, lossRatio: 0.1143, jitterMs: 1.5 });
    expect(line?.lossThere?.ratio).toBe(0.1);
    expect(line?.lossBack?.ratio).toBe(0.0222);
  });

  it("do not tell the ways apart where the kernel does not count what came twice", () => {
    const line = lineOf([train({ repeatedSyns: 0, segments: 100, retransmitted: 12 })], siteFor({}));
    expect(line).toMatchObject({ lossRatio: 0.1188 });
    expect(line).not.toHaveProperty("lossThere");
  });

  it("take the round trip of a repeated SYN for none", () => {
    const repeated = tcpFigures(
      { retransmitted: 1, unacknowledged: 0, smoothedMs: 1_030, deviationMs: 0 },
      { retransmitted: 3, unacknowledged: 1, smoothedMs: 900, deviationMs: 0, dataSegments: 5, duplicates: 1 },
    );
    expect(repeated).toEqual({
      repeatedSyns: 1,
      segments: 4,
      retransmitted: 2,
      arrivedTwice: 1,
      smoothedMs: 900,
      deviationMs: 0,
    });
    expect(lineOf([...several(3), talk("100.100.9.9", repeated)], siteFor({}))?.rttMs.max).toBe(30);
  });

  it("are what an old kernel counts", () => {
    expect(
      tcpFigures(
        { retransmitted: 0, unacknowledged: 0, smoothedMs: 30, deviationMs: 15 },
        { retransmitted: 0, unacknowledged: 0, smoothedMs: 31, deviationMs: 9 },
      ),
    ).toEqual({ handshakeMs: 30, repeatedSyns: 0, smoothedMs: 31, deviationMs: 9 });
  });
});
