import type { Words } from "../catalogue/words/words.ts";
import type { Report } from "../model/report.ts";
import { printableIn } from "../wire/text.ts";
import { nagiosState } from "./nagios-state.ts";
import { answerText, unexplainedCauses } from "./sections.ts";

/** Longer output is cut by those who read it. */
const MAX_BYTES = 4_096;

/** A line with the state and the figures, then a line for each finding, and for each failing check that none explains. */
export function renderNagios(report: Report, words: Words): string {
  const shown = printableIn(report);
  const head = `${nagiosState(report)}: ${plain(answerText(shown, words))} | ${figures(report)}`;
  const details = [
    ...shown.diagnosis.findings.flatMap(({ suspects: [first] }) =>
      first === undefined ? [] : [`${words.devices[first.device]}: ${first.title}. ${first.remedy}`],
    ),
    ...unexplainedCauses(shown).map(({ ids, messages }) => `${ids[0] ?? ""}: ${messages[0] ?? ""}`),
  ];
  let text = head;
  for (const line of details.map(plain)) {
    if (Buffer.byteLength(`${text}\n${line}\n`) > MAX_BYTES) break;
    text += `\n${line}`;
  }
  return `${text}\n`;
}

/** A bar begins the figures, and a line's end the rest. */
function plain(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "/");
}

/** 'label'=value[unit];warning;critical;minimum;maximum */
function figures({ summary, run, checks }: Report): string {
  return [
    `'failed'=${summary.fail};;0;0;${checks.length}`,
    `'warnings'=${summary.warn};0;;0;${checks.length}`,
    `'passed'=${summary.pass};;;0;${checks.length}`,
    `'duration'=${(run.durationMs / 1000).toFixed(3)}s;;;0`,
  ].join(" ");
}
