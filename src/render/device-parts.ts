import { makePlan } from "../plan/plan.ts";
import type { Words } from "../catalogue/words/words.ts";
import type { Device } from "../model/device.ts";
import type { CheckResult, Report } from "../model/report.ts";
import type { Picture } from "./branches.ts";
import { millisecondsText, pathName, percentOf } from "./sections.ts";

/** All that a report knows of one device. */
export interface DevicePart {
  device: Device;
  /** What it must have set for this site, whatever is wrong. */
  settings: string[];
  /** The findings that suspect it, with what speaks for it and what against. */
  suspected: { title: string; percent: number; evidence: readonly string[]; contradicting: readonly string[] }[];
  /** Where it answered. */
  hops: string[];
  /** Failing checks and warnings that point at it. */
  checks: CheckResult[];
}

/** Of every device that is drawn, in the order of the drawing. */
export function deviceParts(report: Report, pictures: readonly Picture[], words: Words): DevicePart[] {
  const { diagnosis, checks, paths, site } = report;
  const plan = makePlan(site, { fineGrained: false }, words);
  const drawn = pictures.flatMap(({ pathDevices: stations }) => stations.map(({ device }) => device));
  return [...new Set(drawn)].map((device) => ({
    device,
    settings: plan.devices.find((each) => each.device === device)?.settings.map(({ text }) => text) ?? [],
    suspected: diagnosis.findings.flatMap(({ suspects }) =>
      suspects
        .filter((suspect) => suspect.device === device)
        .map(({ title, probability, evidence, contradicting }) => ({
          title,
          percent: percentOf(probability),
          evidence,
          contradicting,
        })),
    ),
    hops: paths.flatMap((path) =>
      path.hops
        .filter((hop) => hop.device === device && hop.address !== undefined)
        .map(({ ttl, address = "", rttMs }) =>
          words.phrases.hop({
            destination: pathName(path),
            ttl,
            address,
            time: rttMs === undefined ? undefined : millisecondsText(rttMs),
          }),
        ),
    ),
    checks: checks.filter((check) => check.device === device),
  }));
}
