import { printable } from "../wire/text.ts";
import { errnoOf } from "../world/abort.ts";
import { writeNew } from "../world/files.ts";
import { askLines } from "../world/prompt.ts";
import { EXIT, UsageError } from "./exit.ts";
import { write } from "./output.ts";
import * as values from "./values.ts";

const DEFAULT_FILE = "edge-preflight.yaml";

interface Question {
  key: string;
  text: string;
  parse: (text: string) => unknown;
  /** Several, separated by commas. */
  many?: true;
  required?: true;
}

const QUESTIONS: readonly Question[] = [
  { key: "region", text: "Region of the cluster, such as cn-hangzhou", parse: values.region, required: true },
  { key: "api-server", text: "API server internal endpoint, such as 192.168.0.10", parse: values.hostPort },
  { key: "cluster-version", text: "Cluster version, such as 1.30.7-aliyun.1", parse: values.clusterVersion },
  { key: "network-plugin", text: "Network plug-in: flannel or terway-edge", parse: values.networkPlugin },
  { key: "vpc-cidr", text: "CIDR blocks of the VPC, separated by commas", parse: values.cidr, many: true },
  { key: "data-center-cidr", text: "CIDR blocks of the data centre", parse: values.cidr, many: true },
];

/** `init`: a few questions, and a file for --config with the answers. */
export async function init(file = DEFAULT_FILE): Promise<number> {
  const answers: string[] = [];
  const lines = askLines(process.stdin, process.stderr);
  try {
    for (const question of QUESTIONS) {
      const said = await answerTo(question, lines.ask);
      if (said.length > 0) answers.push(lineOf(question, said));
    }
  } finally {
    lines.close();
  }
  try {
    await writeNew(file, `# Settings of edge-preflight; every long option of check is one.\n${answers.join("\n")}\n`);
  } catch (error) {
    throw new UsageError(
      `'${printable(file)}' cannot be written (${errnoOf(error)}); accepted: the name of a new file`,
    );
  }
  await write(process.stderr, `edge-preflight: written; now: edge-preflight --config ${printable(file)}\n`);
  return EXIT.ready;
}

async function answerTo(question: Question, ask: (text: string) => Promise<string | undefined>): Promise<string[]> {
  for (;;) {
    const text = await ask(`${question.text}${question.required === true ? "" : " (may stay empty)"}: `);
    if (text === undefined) throw new UsageError(`the input ended before '${question.key}' was answered`);
    const said = (question.many === true ? text.split(",") : [text])
      .map((each) => each.trim())
      .filter((each) => each !== "");
    if (said.length === 0 && question.required !== true) return [];
    const problem = problemWith(question, said);
    if (problem === undefined) return said;
    await write(process.stderr, `${problem}\n`);
  }
}

function problemWith({ parse, required }: Question, said: readonly string[]): string | undefined {
  if (said.length === 0 && required === true) return "It is needed.";
  try {
    for (const each of said) parse(each);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function lineOf({ key, many }: Question, said: readonly string[]): string {
  return many === true ? `${key}: [${said.map(quoted).join(", ")}]` : `${key}: ${quoted(said[0] ?? "")}`;
}

/** In quotes, since YAML takes 1.30 for a number. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
