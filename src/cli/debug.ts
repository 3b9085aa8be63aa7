import { requestKey, type AnyObservation } from "../model/probe.ts";
import { withoutSecrets } from "../redaction.ts";
import { printable } from "../wire/text.ts";
import { stackOf } from "../world/stack.ts";
import type { Cleaning } from "./cleaning.ts";

/** Longer evidence is cut: the JSON report has all of it. */
const MAX_LINE = 1_000;

/**
 * One line for each question and its answer, as `--debug` prints it: when it was put, how long it took, what was asked and what was
 * seen. Credentials are masked, and with `--redact` names and addresses as well.
 */
export function answerLine(observation: AnyObservation, cleaning: Pick<Cleaning, "part">): string {
  const { request, outcome, reason, evidence, startedAtMs, durationMs, attempts } = cleaning.part(observation);
  // A packet filter's rules hold addresses as numbers, which no redaction finds.
  const isShown = evidence !== undefined && !(request.probe === "host" && request.fact === "filters");
  return debugLine(
    [
      `${startedAtMs} ms +${durationMs} ms ${requestKey(request)}: ${outcome}`,
      ...(attempts > 1 ? [`in ${attempts} attempts`] : []),
      ...(reason === undefined ? [] : [reason]),
      ...(isShown ? [JSON.stringify(evidence)] : []),
    ].join(" "),
  );
}

/** An error with its stack and its causes, a line each. */
export function errorLines(error: unknown): string {
  return withoutSecrets(stackOf(error)).split("\n").map(debugLine).join("");
}

function debugLine(text: string): string {
  return `debug: ${printable(text, MAX_LINE)}\n`;
}
