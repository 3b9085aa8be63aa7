import type { Words } from "../catalogue/words/words.ts";
import { compareReports } from "../compare.ts";
import type { Report } from "../model/report.ts";
import { changeSections } from "../render/comparison-text.ts";
import type { CheckOptions } from "./options.ts";
import { printed, screen } from "./screen.ts";

const CLEAR_SCREEN = "\u001b[2J\u001b[H";

/** What --watch shows after each round: on a terminal one picture in the place of the last, cut to the window. */
export class WatchScreen {
  readonly #options: CheckOptions;
  readonly #words: Words;
  #round = 0;
  #before: Report | undefined;

  constructor(options: CheckOptions, words: Words) {
    this.#options = options;
    this.#words = words;
  }

  /** The round and what has turned since the last one, then the report. */
  show(report: Report): string {
    this.#round += 1;
    const { labels } = this.#words;
    const head = labels.round({ round: this.#round, time: report.run.startedAt.slice(11, 19) });
    const blocks = [head, this.#turned(report), printed(report, this.#options, this.#words).trimEnd()];
    this.#before = report;
    const text = blocks.filter((block) => block !== "").join("\n\n");
    const { isTTY, rows } = process.stdout;
    return isTTY ? `${CLEAR_SCREEN}${this.#cut(text, rows)}\n` : `${text}\n\n`;
  }

  #turned(report: Report): string {
    if (this.#before === undefined) return "";
    // What still fails stands in the report.
    const turned = { ...compareReports(this.#before, report), stillFailing: [] };
    const sections = changeSections(turned, screen(this.#options, this.#words));
    return sections.length === 0 ? "" : [this.#words.labels.sinceLastRound, ...sections].join("\n\n");
  }

  #cut(text: string, rows: number): string {
    const lines = text.split("\n");
    // The cursor needs a line of its own.
    const room = rows - 1;
    if (lines.length <= room) return text;
    const shown = lines.slice(0, Math.max(0, room - 1));
    return [...shown, this.#words.labels.moreLines(lines.length - shown.length)].join("\n");
  }
}
