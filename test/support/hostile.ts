import type { Finding, Report } from "../../src/model/report.ts";
import { siteFor } from "./site.ts";

/** What a server, a name or a process can call itself, with a meaning in every form that a report takes. */
export const HOSTILE =
  '=1+1\u001b[31m\u0007<script>window.evil=1</script><img src=x onerror="window.evil=1">| **b** `c` [l](javascript:evil) # h\n- i ]]>&amp;\'"\u202e\ud800 https://evil.example.com @here www.evil.example.com $x$ ~~s~~';

/** A report in which everything that is not the tool's own word is hostile. */
export function hostileReport(): Report {
  const finding: Finding = {
    verdict: "likely",
    explains: ["dns.evil.resolves"],
    suspects: [
      {
        device: "firewall",
        misconfiguration: "firewall.outbound.vpc",
        direction: "outbound",
        probability: 0.75,
        title: HOSTILE,
        remedy: HOSTILE,
        evidence: [HOSTILE, HOSTILE],
        contradicting: [HOSTILE],
        confirmWith: HOSTILE,
      },
      {
        device: "vbr",
        misconfiguration: "vbr.outbound.vpc",
        direction: "outbound",
        probability: 0.2,
        title: HOSTILE,
        remedy: HOSTILE,
        evidence: [],
        contradicting: [],
      },
    ],
  };
  const check = (status: Report["checks"][number]["status"], index: number): Report["checks"][number] => ({
    id: `dns.evil-${index}.resolves`,
    group: "dns",
    title: HOSTILE,
    status,
    required: true,
    code: status === "pass" ? "ok" : "dns-nxdomain",
    message: HOSTILE,
    endpoint: { host: HOSTILE },
    ...(status === "fail" && { device: "dns" as const, remedy: HOSTILE }),
    durationMs: 1.5,
  });
  const statuses = ["pass", "fail", "warn", "unverified", "blocked", "skipped"] as const;
  return {
    schemaVersion: "1.1",
    tool: { name: "edge-preflight", version: "0.1.0", catalogue: "2025-12-23" },
    run: {
      id: "3f0c5a52-0a3e-4c54-9f0c-2f3f6f3c9a11",
      startedAt: "2026-01-02T03:04:05.678Z",
      durationMs: 1_234,
      arguments: [HOSTILE],
      assumptions: [HOSTILE],
    },
    node: {
      hostname: HOSTILE,
      os: { platform: "linux", distribution: HOSTILE, release: HOSTILE },
      kernel: HOSTILE,
      arch: "x64",
      interfaces: [],
      routes: [],
      resolvers: [HOSTILE],
      privileged: false,
      clock: { epochMs: 0 },
    } as unknown as Report["node"],
    site: siteFor({}),
    verdict: "not-ready",
    summary: { pass: 1, fail: 1, warn: 1, unverified: 1, blocked: 1, skipped: 1 },
    checks: statuses.map(check),
    diagnosis: {
      findings: [finding],
      actions: [
        { owner: "firewall", device: "firewall", text: HOSTILE, confirmWith: HOSTILE, explains: ["dns.evil.resolves"] },
      ],
      notTested: ["dns.evil-3.resolves"],
    },
    line: {
      connections: 9,
      rttMs: { min: 30.1, median: 30.4, max: 38 },
      sent: 200,
      retransmitted: 30,
      lossRatio: 0.15,
      lossInterval: { low: 0.1, high: 0.22 },
    },
    paths: [
      {
        destination: { address: "192.168.10.10", port: 6443, protocol: "tcp" },
        reached: false,
        hops: [
          { ttl: 1, address: HOSTILE, rttMs: 0.4, reply: "time-exceeded" },
          { ttl: 2, reply: "silent" },
        ],
      },
    ],
    observations: [],
  };
}
