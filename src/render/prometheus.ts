import { isOf } from "../model/probe.ts";
import { STATUSES, type Report, type Verdict } from "../model/report.ts";
import { ntpQuality, offsetAndDelay } from "../wire/ntp.ts";
import { printable } from "../wire/text.ts";

interface Sample {
  labels?: Record<string, string>;
  value: number;
}

interface Metric {
  name: string;
  help: string;
  samples: readonly Sample[];
}

const PREFIX = "edge_preflight_";
const VERDICTS: readonly Verdict[] = ["ready", "not-ready", "incomplete"];

/**
 * Prometheus's text format, for node_exporter's textfile collector: base units, a 0/1 series for each state of a thing, and no
 * time stamps. Names and labels are few and stay: what an alert is made of must not change from run to run.
 */
export function renderPrometheus(report: Report): string {
  return `${metricsOf(report)
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${PREFIX}${name} ${help}`,
      `# TYPE ${PREFIX}${name} gauge`,
      ...samples.map((sample) => `${PREFIX}${name}${labelText(sample.labels)} ${sample.value}`),
    ])
    .join("\n")}\n`;
}

function metricsOf(report: Report): Metric[] {
  const { checks, diagnosis, run, site, tool, verdict } = report;
  return [
    metric("info", "The program and the region of the last run.", [
      { labels: { version: tool.version, region: site.region }, value: 1 },
    ]),
    metric("ready", "Whether the server could join the cluster: 1 if no required check failed.", [
      { value: Number(verdict === "ready") },
    ]),
    metric(
      "verdict",
      "The verdict of the last run: 1 for the one that holds.",
      VERDICTS.map((each) => ({ labels: { verdict: each }, value: Number(each === verdict) })),
    ),
    metric(
      "check_status",
      "The status of each check: 1 for the one that holds.",
      checks.flatMap(({ id, group, status }) =>
        STATUSES.map((each) => ({ labels: { check: id, group, status: each }, value: Number(each === status) })),
      ),
    ),
    metric(
      "finding_probability_ratio",
      "The probability of the first suspect of each finding, from 0 to 1.",
      highest(
        diagnosis.findings.flatMap(({ verdict: found, suspects: [suspect] }) =>
          suspect === undefined
            ? []
            : [
                {
                  labels: { device: suspect.device, misconfiguration: suspect.misconfiguration, verdict: found },
                  value: suspect.probability,
                },
              ],
        ),
      ),
    ),
    metric("last_run_timestamp_seconds", "When the last run began.", [{ value: Date.parse(run.startedAt) / 1000 }]),
    metric("run_duration_seconds", "How long the last run took.", [{ value: run.durationMs / 1000 }]),
    metric(
      "clock_offset_seconds",
      "How far this server's clock is behind, by the median of the NTP servers.",
      offset(report),
    ),
    metric("path_mtu_bytes", "The path MTU that the kernel knows, by where it leads.", pathMtus(report)),
    metric(
      "line_round_trip_seconds",
      "Between a SYN and its answer over the dedicated line.",
      report.line === undefined
        ? []
        : Object.entries(report.line.rttMs).map(([stat, value]) => ({ labels: { stat }, value: value / 1000 })),
    ),
    metric(
      "line_loss_ratio",
      "The share of packets on the line that were lost, or their answers: estimated, and the bounds of its 99 % interval.",
      losses(report),
    ),
    metric("certificate_expiry_timestamp_seconds", "When the certificate of a service expires.", expiries(report)),
  ];
}

function metric(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, samples };
}

/** Of samples with the same labels the highest: a series stands once. */
function highest(samples: readonly Required<Sample>[]): Sample[] {
  const byLabels = new Map<string, Required<Sample>>();
  for (const sample of samples) {
    const key = labelText(sample.labels);
    const known = byLabels.get(key);
    if (known === undefined || known.value < sample.value) byLabels.set(key, sample);
  }
  return [...byLabels.values()];
}

function offset({ observations }: Report): Sample[] {
  const offsets = observations
    .flatMap((one) => {
      const times = isOf(one, "ntp") ? one.evidence : undefined;
      return times === undefined || ntpQuality(times) !== "good" ? [] : [offsetAndDelay(times).offsetMs];
    })
    .sort((a, b) => a - b);
  const median = offsets[Math.floor((offsets.length - 1) / 2)];
  return median === undefined ? [] : [{ value: median / 1000 }];
}

function pathMtus({ observations, site: { apiServer } }: Report): Sample[] {
  return highest(
    observations.flatMap((one) => {
      if (!isOf(one, "mtu") || one.evidence === undefined) return [];
      const { request, evidence: mtu } = one;
      const side = request.to.ip === apiServer?.host ? "vpc" : "cloud";
      return [{ labels: { side }, value: mtu.pathMtu }];
    }),
  );
}

function losses({ line }: Report): Sample[] {
  if (line?.lossRatio === undefined || line.lossInterval === undefined) return [];
  const { low, high } = line.lossInterval;
  return Object.entries({ estimate: line.lossRatio, low, high }).map(([bound, value]) => ({
    labels: { bound },
    value,
  }));
}

/** Of each host the one that expires first. */
function expiries({ observations }: Report): Sample[] {
  const first = new Map<string, number>();
  for (const one of observations) {
    if (!isOf(one, "http")) continue;
    const { request, evidence } = one;
    const [leaf] = evidence?.tls?.chain ?? [];
    const atSeconds = Date.parse(leaf?.notAfter ?? "") / 1000;
    if (!Number.isFinite(atSeconds)) continue;
    first.set(request.host, Math.min(atSeconds, first.get(request.host) ?? Infinity));
  }
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([service, value]) => ({ labels: { service }, value }));
}

function labelText(labels: Record<string, string> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeLabel(text: string): string {
  return printable(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}
