import { EXAMPLES } from "../catalogue/examples.ts";
import {
  findMisconfiguration,
  MISCONFIGURATIONS,
  PLACEHOLDERS,
  type KnownMisconfiguration,
} from "../catalogue/misconfigurations/misconfigurations.ts";
import { symptomOf } from "../catalogue/misconfigurations/symptoms.ts";
import type { Words } from "../catalogue/words/words.ts";
import type { CauseCode } from "../model/message.ts";
import { labelledRows } from "./table.ts";

/** Everything that can be explained. */
export const EXPLAINED: readonly string[] = [...Object.keys(EXAMPLES), ...MISCONFIGURATIONS.map(({ id }) => id)];

/** @param name one of EXPLAINED. */
export function renderExplanation(name: string, words: Words, width: number): string {
  const misconfiguration = findMisconfiguration(name);
  return misconfiguration === undefined
    ? explainCause(name as CauseCode, words, width)
    : [name, ...explainMisconfiguration(misconfiguration, words, width)].join("\n") + "\n";
}

function explainMisconfiguration({ id, device }: KnownMisconfiguration, words: Words, width: number): string[] {
  const { labels } = words;
  const said = words.misconfigurations[id];
  const setting = device === "dns" ? { ...PLACEHOLDERS, destination: "<DNS server>" } : PLACEHOLDERS;
  return labelledRows(
    [
      [labels.means, [said.title(setting)]],
      [labels.device, [words.devices[device]]],
      [labels.looksLike, [said.looksLike]],
      [labels.remedy, [said.remedy(setting)]],
      [labels.confirm, [words.phrases.about({ what: words.owners[said.owner], text: said.confirm(setting) })]],
    ],
    width,
  );
}

function explainCause(code: CauseCode, words: Words, width: number): string {
  const { labels } = words;
  const entry = words.messages[code] as { message: (args: unknown) => string; remedy: (args: unknown) => string };
  const symptom = symptomOf(code, "control-plane");
  const misconfiguration = symptom === undefined ? undefined : findMisconfiguration(symptom);
  const lines = labelledRows(
    [
      [labels.forExample, [entry.message(EXAMPLES[code])]],
      [labels.remedy, [entry.remedy(EXAMPLES[code])]],
    ],
    width,
  );
  const stands =
    misconfiguration === undefined
      ? []
      : ["", `${labels.standsFor} ${misconfiguration.id}`, ...explainMisconfiguration(misconfiguration, words, width)];
  return `${[code, ...lines, ...stands].join("\n")}\n`;
}
