import type { Report } from "../model/report.ts";
import { ownNamesIn, prefixPreserving, Redactor, withoutSecrets } from "../redaction.ts";
import { keyedCoin } from "../world/pseudonym.ts";
import type { RenderOptions } from "./options.ts";

/** What every document goes through before it leaves: credentials always go, names and addresses on request. */
export class OutputSanitizer {
  readonly #redactor: Redactor | undefined;

  constructor({ redact }: Pick<RenderOptions, "redact">, hostNames: readonly string[]) {
    if (redact === undefined) return;
    this.#redactor = new Redactor(hostNames, redact === "addresses" ? prefixPreserving(keyedCoin()) : undefined);
  }

  static of(report: Report, options: Pick<RenderOptions, "redact">): OutputSanitizer {
    return new OutputSanitizer(options, ownNamesIn(report));
  }

  /** Part of a report. */
  part<T>(value: T): T {
    const clean = withoutSecrets(value);
    return this.#redactor === undefined ? clean : this.#redactor.apply(clean);
  }

  report(report: Report): Report {
    const clean = withoutSecrets(report);
    return this.#redactor === undefined ? clean : this.#redactor.report(clean);
  }
}
