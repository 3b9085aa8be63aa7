import { DNS_PORT, NTP_PORT } from "../catalogue/endpoints.ts";
import type { Words } from "../catalogue/words/words.ts";
import { DEVICES, type Device } from "../model/device.ts";
import { WORTH_LOOKING_AT, type CheckResult, type Finding, type Path, type Report } from "../model/report.ts";

/** A part of the network that is drawn by itself: the line to the cloud, the Internet with its time servers, the DNS servers. */
export type Branch = "line" | "internet" | "dns";

/** How such sites are built; a site may have fewer devices, or more of a kind. */
const DEVICES_ON: Record<Branch, readonly Device[]> = {
  line: DEVICES.filter((device) => device !== "dns"),
  internet: ["node", "core-switch", "firewall", "service"],
  dns: ["node", "dns"],
};

/** A device of a branch, with what is known of it. */
export interface PathDevice {
  device: Device;
  name: string;
  /** The first suspect of a finding, one that cannot be told apart from it, or neither. */
  part: "suspect" | "alternative" | "other";
  /** Whether a hop is known to be this device; else where it stands is taken from how such sites are built. */
  isSeen: boolean;
  rttMs?: number;
}

export interface Picture {
  branch: Branch;
  pathDevices: PathDevice[];
}

/** The branches that a finding is on; the line where there is none. */
export function pictures(report: Report, words: Words): Picture[] {
  const { findings } = report.diagnosis;
  const accused = allPictures(report, words).filter(({ branch }) =>
    findings.some((finding) => branchOf(finding, report.checks) === branch),
  );
  return accused.length > 0 ? accused : [pictureOf("line", report, words)];
}

/** Every branch on which something was asked. */
export function allPictures(report: Report, words: Words): Picture[] {
  const groups = new Set(report.checks.filter(({ status }) => status !== "skipped").map(({ group }) => group));
  const isDrawn: Record<Branch, boolean> = {
    line: true,
    internet: groups.has("ntp") && !report.site.selfHostNtp,
    dns: groups.has("dns"),
  };
  const branches = (Object.keys(DEVICES_ON) as Branch[]).filter(
    (branch) =>
      isDrawn[branch] || report.diagnosis.findings.some((finding) => branchOf(finding, report.checks) === branch),
  );
  return branches.map((branch) => pictureOf(branch, report, words));
}

/** The branch of one finding, with this finding alone in it; nothing where nobody is suspected. */
export function stationsOf(finding: Finding, { checks, paths }: Report, words: Words): PathDevice[] {
  return finding.suspects.length === 0 ? [] : stationsOn(branchOf(finding, checks), [finding], paths, words);
}

function pictureOf(branch: Branch, { checks, diagnosis, paths }: Report, words: Words): Picture {
  const findings = diagnosis.findings.filter((finding) => branchOf(finding, checks) === branch);
  return { branch, pathDevices: stationsOn(branch, findings, paths, words) };
}

function branchOf({ suspects, explains }: Finding, checks: readonly CheckResult[]): Branch {
  const device = suspects[0]?.device;
  if (device === "dns") return "dns";
  const explained = checks.filter(({ id }) => explains.includes(id));
  const isAboutTime = explained.length > 0 && explained.every(({ group }) => group === "ntp");
  return isAboutTime && device !== undefined && DEVICES_ON.internet.includes(device) ? "internet" : "line";
}

/** Nobody doubts that these are there. */
const ENDS: ReadonlySet<Device> = new Set<Device>(["node", "dns", "service"]);

function stationsOn(
  branch: Branch,
  findings: readonly Finding[],
  paths: readonly Path[],
  { shortDevices, shortGroups }: Words,
): PathDevice[] {
  const firsts = new Set(findings.flatMap(({ suspects }) => suspects[0]?.device ?? []));
  const others = new Set(
    findings.flatMap(({ suspects }) =>
      suspects.slice(1).flatMap(({ device, probability }) => (probability >= WORTH_LOOKING_AT ? [device] : [])),
    ),
  );
  const walked = paths.filter((path) => walkedBranch(path) === branch);
  return DEVICES_ON[branch].map((device) => {
    const hops = walked.flatMap((path) => path.hops.filter((hop) => hop.device === device));
    const rttMs = hops.find((hop) => hop.rttMs !== undefined)?.rttMs;
    return {
      device,
      name: branch === "internet" && device === "service" ? shortGroups.ntp : shortDevices[device],
      part: firsts.has(device) ? "suspect" : others.has(device) ? "alternative" : "other",
      isSeen: ENDS.has(device) || hops.length > 0,
      ...(rttMs !== undefined && { rttMs }),
    };
  });
}

function walkedBranch({ destination: { port, protocol } }: Path): Branch {
  if (port === DNS_PORT) return "dns";
  return port === NTP_PORT && protocol === "udp" ? "internet" : "line";
}
