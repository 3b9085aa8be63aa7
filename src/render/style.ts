import type { Status, Verdict } from "../model/report.ts";

export type Style = (text: string) => string;

/** Colours of a terminal, or nothing at all. */
export interface Styles {
  status: Record<Status, Style>;
  verdict: Record<Verdict, Style>;
  bold: Style;
  dim: Style;
}

const PLAIN: Style = (text) => text;
const sgr =
  (on: number, off: number): Style =>
  (text) =>
    `\u001b[${on}m${text}\u001b[${off}m`;
const BOLD = sgr(1, 22);
const DIM = sgr(2, 22);
const RED = sgr(31, 39);
const GREEN = sgr(32, 39);
const YELLOW = sgr(33, 39);

const COLOURED: Styles = {
  status: {
    pass: GREEN,
    fail: (text) => BOLD(RED(text)),
    warn: YELLOW,
    unverified: YELLOW,
    blocked: DIM,
    skipped: DIM,
  },
  verdict: {
    ready: (text) => BOLD(GREEN(text)),
    "not-ready": (text) => BOLD(RED(text)),
    incomplete: (text) => BOLD(YELLOW(text)),
  },
  bold: BOLD,
  dim: DIM,
};

const UNCOLOURED: Styles = {
  status: { pass: PLAIN, fail: PLAIN, warn: PLAIN, unverified: PLAIN, blocked: PLAIN, skipped: PLAIN },
  verdict: { ready: PLAIN, "not-ready": PLAIN, incomplete: PLAIN },
  bold: PLAIN,
  dim: PLAIN,
};

export function stylesFor(colour: boolean): Styles {
  return colour ? COLOURED : UNCOLOURED;
}
