/**
 * `tsx scripts/widen-outcomes.ts <schema>...`: lets an observation in a document end with any of the words for outcomes.
 *
 * In the code each probe has its own words. Which probe says which differs from version to version, and a report that an
 * earlier version has saved must stay readable.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { OUTCOMES } from "../src/model/probe.ts";

interface Schema {
  definitions: Record<string, object>;
}

const OF_ONE_PROBE = /"#\/definitions\/(?:OutcomeOf%3C[^"]*|ReflectSaw)"/g;
const REFERENCE = /"#\/definitions\/([^"]*)"/g;

function widened(text: string): Schema {
  const schema = JSON.parse(text.replace(OF_ONE_PROBE, '"#/definitions/Outcome"')) as Schema;
  schema.definitions["Outcome"] = { type: "string", enum: [...OUTCOMES] };
  for (let before = Infinity; before > names(schema).length;) {
    before = names(schema).length;
    const used = new Set(
      [...JSON.stringify(schema).matchAll(REFERENCE)].map(([, name = ""]) => decodeURIComponent(name)),
    );
    schema.definitions = Object.fromEntries(Object.entries(schema.definitions).filter(([name]) => used.has(name)));
  }
  return schema;
}

function names({ definitions }: Schema): string[] {
  return Object.keys(definitions);
}

for (const file of process.argv.slice(2))
  writeFileSync(file, `${JSON.stringify(widened(readFileSync(file, "utf8")), undefined, 2)}\n`);
