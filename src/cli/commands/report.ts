import type { Words } from "../../catalogue/words/words.ts";
import { rediagnosed } from "../../conclusion.ts";
import type { Report } from "../../model/report.ts";
import { OutputSanitizer } from "../output-sanitizer.ts";
import { withCloud } from "../settings/cloud-option.ts";
import { EXIT, exitCodeOf } from "../exit.ts";
import { wordsFor } from "../language.ts";
import { printed } from "../screen.ts";
import type { CloudOption, ReportCommandOptions } from "../options.ts";
import { write } from "../output.ts";
import { readDiagnosable, readReport } from "../saved-report.ts";

/** `report`: a saved report rendered again, or diagnosed again from what it has recorded. No network traffic. */
export async function report(file: string, options: ReportCommandOptions): Promise<number> {
  const isDiagnosed = options.rediagnose === true || options.cloud !== undefined;
  const saved = await (isDiagnosed ? readDiagnosable : readReport)(file);
  const words = await wordsFor(options);
  const shown = isDiagnosed ? rediagnosed(await besideCloud(saved, options, words), words) : saved;
  await write(process.stdout, printed(OutputSanitizer.of(saved, options).report(shown), options, words));
  return options.format === "nagios" ? exitCodeOf(shown, options.format) : EXIT.ready;
}

/** The same report with what the cloud says of its own devices, in the place of what it said before. */
export async function besideCloud(saved: Report, options: CloudOption, words: Words): Promise<Report> {
  return { ...saved, ...(await withCloud(options, saved.site, words)) };
}
