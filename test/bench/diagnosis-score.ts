import type { Device } from "../../src/model/device.ts";

/** One answer beside what was true. */
export interface Diagnosed {
  truth: Device | undefined;
  suspects: { device: Device; probability: number }[];
}

export interface Score {
  first: number;
  inGroup: number;
  groupSize: number;
  wrongAndSure: number;
  brier: number;
}

const SURE = 0.9;

export function score(all: readonly Diagnosed[]): Score {
  const share = (test: (one: Diagnosed) => boolean) => all.filter(test).length / Math.max(1, all.length);
  const isRight = ({ truth, suspects }: Diagnosed) => suspects[0]?.device === truth;
  return {
    first: share(isRight),
    inGroup: share(({ truth, suspects }) => suspects.some(({ device }) => device === truth)),
    groupSize: all.reduce((sum, { suspects }) => sum + suspects.length, 0) / Math.max(1, all.length),
    wrongAndSure: share((one) => !isRight(one) && (one.suspects[0]?.probability ?? 0) >= SURE),
    brier: all.reduce((sum, one) => sum + brierOf(one), 0) / Math.max(1, all.length),
  };
}

/** The sum of squares over the devices: 0 is certain and right, 2 certain and wrong. */
function brierOf({ truth, suspects }: Diagnosed): number {
  const named = suspects.reduce(
    (sum, { device, probability }) => sum + (probability - Number(device === truth)) ** 2,
    0,
  );
  return named + Number(!suspects.some(({ device }) => device === truth));
}

export function scoreLine(name: string, { first, inGroup, groupSize, wrongAndSure, brier }: Score): string {
  const figures = [
    `first ${first.toFixed(3)}`,
    `in group ${inGroup.toFixed(3)}`,
    `group ${groupSize.toFixed(2)}`,
    `wrong and sure ${wrongAndSure.toFixed(3)}`,
    `Brier ${brier.toFixed(3)}`,
  ];
  return `  ${name.padEnd(32)} ${figures.join(", ")}`;
}
