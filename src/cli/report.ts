import type { Words } from "../catalogue/words/words.ts";
import { diagnose, infer } from "../diagnosis/diagnose.ts";
import { evidenceOf } from "../evidence.ts";
import type { Report } from "../model/report.ts";
import { Cleaning } from "./cleaning.ts";
import { EXIT } from "./exit.ts";
import { wordsFor } from "./language.ts";
import { printed } from "./screen.ts";
import type { ReportCommandOptions } from "./options.ts";
import { write } from "./output.ts";
import { readDiagnosable, readReport } from "./saved-report.ts";

/** `report`: a saved report rendered again, or diagnosed again from what it has recorded. No network traffic. */
export async function report(file: string, options: ReportCommandOptions): Promise<number> {
  const saved = await (options.rediagnose === true ? readDiagnosable : readReport)(file);
  const words = await wordsFor(options);
  const shown = options.rediagnose === true ? rediagnosed(saved, words) : saved;
  await write(process.stdout, printed(Cleaning.of(saved, options).report(shown), options, words));
  return EXIT.ready;
}

function rediagnosed(saved: Report, words: Words): Report {
  const { findings, actions, checks, paths } = diagnose(infer(evidenceOf(saved)), words);
  return { ...saved, checks, paths, diagnosis: { ...saved.diagnosis, findings, actions } };
}
