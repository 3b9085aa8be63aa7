import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { cloudIds } from "../../src/plan/cloud/cloud-ids.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { EXAMPLES } from "../../src/catalogue/examples.ts";
import { MISCONFIGURATIONS, PLACEHOLDERS } from "../../src/catalogue/misconfigurations/misconfigurations.ts";
import { LANGUAGES, languageOf, wordsOf } from "../../src/catalogue/words/languages.ts";
import { zh } from "../support/words.ts";
import { EXPLAINED, renderExplanation } from "../../src/render/explanation.ts";
import { renderPlanText } from "../../src/render/plan-text.ts";
import { renderReport } from "../../src/render/report.ts";
import { textWidth } from "../../src/render/table.ts";
import { hostileReport } from "../support/hostile.ts";
import { siteFor } from "../support/site.ts";

const HAN = /\p{Script=Han}/u;

describe("Chinese", () => {
  it.each(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[])("says %s in Chinese", (code) => {
    const { message, remedy } = zh.messages[code] as {
      message: (args: unknown) => string;
      remedy: (args: unknown) => string;
    };
    expect(message(EXAMPLES[code])).toMatch(HAN);
    expect(remedy(EXAMPLES[code])).toMatch(HAN);
    expect(`${message(EXAMPLES[code])}${remedy(EXAMPLES[code])}`).not.toMatch(/undefined|\[object/);
  });

  it.each(MISCONFIGURATIONS.map(({ id }) => id))("says %s in Chinese", (id) => {
    const { title, looksLike, remedy } = zh.misconfigurations[id];
    for (const text of [title(PLACEHOLDERS), looksLike]) expect(text).toMatch(HAN);
    expect(remedy(PLACEHOLDERS)).not.toMatch(/undefined/);
  });
});

describe.each(LANGUAGES)("%s", (language) => {
  it.each([60, 80, 160])("no line of an explanation or a plan is wider than %i columns", async (width) => {
    const words = await wordsOf(language);
    const site = siteFor({});
    const plan = makePlan(site, { fineGrained: true }, words);
    const texts = [
      ...EXPLAINED.map((name) => renderExplanation(name, words, width)),
      renderPlanText(plan, { width, colour: false, words, snippets: [], ids: cloudIds(site, undefined) }),
      renderReport(hostileReport(), "text", { width, colour: false, words }),
    ];
    for (const text of texts)
      for (const line of text.split("\n")) expect(textWidth(line), line).toBeLessThanOrEqual(width);
  });
});

describe("the language", () => {
  it.each([
    [{ LANG: "zh_CN.UTF-8" }, "zh-CN"],
    [{ LANG: "en_US.UTF-8" }, "en"],
    [{ LANG: "en_US.UTF-8", LC_ALL: "zh_TW" }, "zh-CN"],
    [{ LANG: "zh_CN.UTF-8", LC_ALL: "C" }, "en"],
    [{ LANG: "", LC_MESSAGES: "zh_SG" }, "zh-CN"],
    [{}, "en"],
  ] as const)("of %j is %s", (env, language) => {
    expect(languageOf(env)).toBe(language);
  });
});

const SRC = path.resolve(import.meta.dirname, "../../src");
/** Everything between a question and a report: what is said there has to be said in both languages. */
const WITHOUT_SENTENCES =
  /^(?:(?:checks|cloud|diagnosis|fleet|model|probes|packet-filter|reflector|run)\/|(?:merge|compare|conclusion|evidence)\.ts)/;
const THREE_WORDS = /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/;

/** The texts of a file, but for those of programming errors, which no user is meant to read. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(SRC, file), "utf8"), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) return;
    if (
      ts.isStringLiteralLike(node) ||
      node.kind === ts.SyntaxKind.TemplateHead ||
      ts.isTemplateMiddleOrTemplateTail(node)
    )
      texts.push((node as ts.LiteralLikeNode).text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

describe("sentences", () => {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && WITHOUT_SENTENCES.test(file),
  );

  it.each(files)("%s holds none", (file) => {
    expect(textsOf(file).filter((text) => THREE_WORDS.test(text))).toEqual([]);
  });

  it("would be found", () => {
    expect(textsOf("catalogue/words/run.ts").filter((text) => THREE_WORDS.test(text))).toContain("Run it again.");
  });
});
