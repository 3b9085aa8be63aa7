import type { Words } from "../../catalogue/words/words.ts";
import type { CheckInstance, Judgement } from "../../model/check.ts";
import { codeOf, type AnyMessage, type AnyTitle } from "../../model/message.ts";
import type { CheckResult } from "../../model/report.ts";

/** A judgement in words: the row of the report, but for the device, which no check can know alone. */
export function describe(
  instance: Pick<CheckInstance, "id" | "group" | "title" | "required">,
  judgement: Judgement,
  durationMs: number,
  words: Words,
): CheckResult {
  const { status, message, endpoint, attempts } = judgement;
  const code = codeOf(message.key);
  const { text, remedy } = sentences(message, words);
  const faulty = status === "fail" || status === "warn";
  return {
    id: instance.id,
    group: instance.group,
    title: titleText(instance.title, words),
    status,
    required: instance.required,
    code,
    message: attempts === undefined ? text : words.atAttempt({ text, attempts }),
    ...(attempts !== undefined && { attempts }),
    ...(endpoint !== undefined && { endpoint }),
    ...((faulty || status === "unverified") && remedy !== undefined && { remedy }),
    durationMs: Math.round(durationMs * 10) / 10,
  };
}

/** The compiler ties each key to its arguments where a message is made; here they meet again through the union. */
function sentences({ key, args }: AnyMessage, words: Words): { text: string; remedy?: string } {
  const entry = words.messages[key] as
    ((args: unknown) => string) | { message: (args: unknown) => string; remedy: (args: unknown) => string };
  return typeof entry === "function"
    ? { text: entry(args) }
    : { text: entry.message(args), remedy: entry.remedy(args) };
}

function titleText({ key, args }: AnyTitle, words: Words): string {
  return (words.titles[key] as (args: unknown) => string)(args);
}
