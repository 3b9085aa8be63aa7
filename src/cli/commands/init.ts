import { printable } from "../../wire/text.ts";
import type { CommandLineWords, QuestionKey } from "../../catalogue/words/command-line-words.ts";
import { writeNew } from "../../world/files.ts";
import { askLines } from "../../world/prompt.ts";
import { NETWORK_PLUGINS } from "../../model/site.ts";
import { DEFAULTS } from "../settings/defaults.ts";
import { EXIT } from "../exit.ts";
import { printWarning, write } from "../output.ts";
import { fileOr, UsageError, ValueError } from "../usage.ts";
import * as values from "../values.ts";

interface Question {
  key: QuestionKey;
  parse: (text: string) => unknown;
  /** Several, separated by commas. */
  many?: true;
  required?: true;
}

const QUESTIONS: readonly Question[] = [
  { key: "region", parse: values.region, required: true },
  { key: "api-server", parse: values.hostPort },
  { key: "cluster-version", parse: values.clusterVersion },
  { key: "network-plugin", parse: values.oneOf(NETWORK_PLUGINS) },
  { key: "vpc-cidr", parse: values.cidr, many: true },
  { key: "data-center-cidr", parse: values.cidr, many: true },
];

/** `init`: a few questions, and a file for --config with the answers. */
export async function init(file: string = DEFAULTS.settingsFile, words: CommandLineWords): Promise<number> {
  const answers: string[] = [];
  const lines = askLines(process.stdin, process.stderr);
  try {
    for (const question of QUESTIONS) {
      const said = await answerTo(question, lines.ask, words);
      if (said.length > 0) answers.push(lineOf(question, said));
    }
  } finally {
    lines.close();
  }
  const text = `# ${words.settingsFileHead}\n${answers.join("\n")}\n`;
  await fileOr(writeNew(file, text), (errno, { usage }) => usage.notANewFile(printable(file), errno));
  await printWarning(words.warnings.settingsWritten(printable(file)));
  return EXIT.ready;
}

async function answerTo(
  question: Question,
  ask: (text: string) => Promise<string | undefined>,
  words: CommandLineWords,
): Promise<string[]> {
  for (;;) {
    const asked = `${words.questions[question.key]}${question.required === true ? "" : words.mayStayEmpty}`;
    const text = await ask(`${asked}: `);
    if (text === undefined) throw new UsageError(({ usage }) => usage.answersEnded(question.key));
    const said = (question.many === true ? text.split(",") : [text])
      .map((each) => each.trim())
      .filter((each) => each !== "");
    if (said.length === 0 && question.required !== true) return [];
    const problem = problemWith(question, said);
    if (problem === undefined) return said;
    await write(process.stderr, `${problem.tell(words)}\n`);
  }
}

function problemWith({ parse, required }: Question, said: readonly string[]): ValueError | undefined {
  if (said.length === 0 && required === true) return new ValueError(({ values: why }) => why.needed);
  try {
    for (const each of said) parse(each);
    return undefined;
  } catch (error) {
    if (error instanceof ValueError) return error;
    throw error;
  }
}

function lineOf({ key, many }: Question, said: readonly string[]): string {
  return many === true ? `${key}: [${said.map(quoted).join(", ")}]` : `${key}: ${quoted(said[0] ?? "")}`;
}

/** In quotes, since YAML takes 1.30 for a number. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
