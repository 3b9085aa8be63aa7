import { requestKey, type AnyObservation } from "../model/probe.ts";
import { withoutSecrets } from "../redaction.ts";
import { printable } from "../wire/text.ts";
import { stackOf } from "../world/stack.ts";
import type { ProbeListener } from "../run/ask.ts";
import type { OutputSanitizer } from "./output-sanitizer.ts";
import { write } from "./output.ts";

/** Longer evidence is cut: the JSON report has all of it. */
const MAX_LINE = 1_000;

/** What `--debug` prints while a run is under way. */
export function debugListener(sanitizer: OutputSanitizer): Pick<ProbeListener, "onAnswer" | "onCrash"> {
  return {
    onAnswer: (observation) => void write(process.stderr, answerLine(observation, sanitizer)),
    onCrash: (error) => void write(process.stderr, errorLines(error)),
  };
}

/**
 * A question with its answer, in one line: when it was put, how long the answer took, what was asked and what came back. Credentials
 * are masked, and with `--redact` names and addresses as well.
 */
export function answerLine(observation: AnyObservation, sanitizer: Pick<OutputSanitizer, "part">): string {
  const { request, outcome, reason, evidence, startedAtMs, durationMs, attempts } = sanitizer.part(observation);
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
