import { describe, expect, it } from "vitest";
import { distancesToFailures, stallsToExplain, walksToFailures, walkToWorking } from "../../src/diagnosis/walks.ts";
import type { AnyObservation, Outcome, RequestOf } from "../../src/model/probe.ts";

function seen(request: RequestOf<"http" | "ntp" | "dns" | "hops">, outcome: Outcome): AnyObservation {
  return { request, outcome, startedAtMs: 0, durationMs: 0, attempts: 1 } as AnyObservation;
}
const http = (ip: string, outcome: Outcome) =>
  seen({ probe: "http", to: { ip, port: 443 }, scheme: "https", host: "a.example", method: "GET", path: "/" }, outcome);
const ntp = (ip: string, outcome: Outcome) => seen({ probe: "ntp", to: { ip, port: 123 } }, outcome);
const dns = (ip: string, outcome: Outcome) =>
  seen({ probe: "dns", server: { ip, port: 53 }, name: "a.example", type: "A" }, outcome);
const hops = (ip: string, outcome: Outcome) =>
  seen({ probe: "hops", protocol: "tcp", to: { ip, port: 443 }, maxTtl: 16, thorough: false }, outcome);

const names = (requests: { to: { ip: string; port: number } }[]) => requests.map(({ to }) => `${to.ip}:${to.port}`);

describe("what a failure gives a reason to ask", () => {
  it("nothing, when nothing failed", () => {
    const healthy = [
      http("100.64.0.1", "response"),
      ntp("10.0.0.1", "time"),
      dns("10.0.0.53", "answer"),
      dns("10.0.0.53", "nxdomain"),
    ];
    expect([...walksToFailures(healthy), ...distancesToFailures(healthy), ...stallsToExplain(healthy)]).toEqual([]);
  });

  it("a walk to each failed destination once, in order of address, TCP first", () => {
    const failed = [
      http("100.64.0.10", "timed-out"),
      http("100.64.0.9", "refused"),
      http("100.64.0.9", "refused"),
      ntp("10.0.0.1", "timed-out"),
      dns("10.0.0.53", "timed-out"),
    ];
    expect(names(walksToFailures(failed))).toEqual([
      "100.64.0.9:443",
      "100.64.0.10:443",
      "10.0.0.1:123",
      "10.0.0.53:53",
    ]);
  });

  it("no second walk where the control walk has been, and none to this node itself", () => {
    const failed = [
      http("100.64.0.9", "timed-out"),
      hops("100.64.0.9", "cut-off"),
      dns("127.0.0.53", "timed-out"),
      dns("fd00::1", "timed-out"),
    ];
    expect(walksToFailures(failed)).toEqual([]);
  });

  it("a walk to something that works, unless the control walk has arrived", () => {
    const some = [http("100.64.0.9", "timed-out"), http("100.64.0.8", "response")];
    expect(names(walkToWorking([...some, hops("100.64.0.9", "cut-off")]))).toEqual(["100.64.0.8:443"]);
    expect(walkToWorking([...some, hops("100.64.0.8", "reached")])).toEqual([]);
  });

  it("the distance of whoever reset or stalled, not of silence", () => {
    const failed = [
      http("100.64.0.1", "refused"),
      http("100.64.0.2", "tls-timed-out"),
      http("100.64.0.3", "timed-out"),
    ];
    expect(names(distancesToFailures(failed))).toEqual(["100.64.0.1:443", "100.64.0.2:443"]);
  });

  it("packet sizes and data hop by hop for one conversation that stalls", () => {
    const failed = [http("100.64.0.1", "tls-timed-out"), http("100.64.0.2", "http-timed-out")];
    expect(stallsToExplain(failed).map(({ probe, to }) => `${probe} ${to.ip}`)).toEqual([
      "mtu 100.64.0.1",
      "inband 100.64.0.1",
      "inband 100.64.0.1",
      "inband 100.64.0.1",
      "inband 100.64.0.1",
    ]);
  });
});
