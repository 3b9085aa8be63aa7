/**
 * Makes of the compiled program what is shipped, for a quick start: `tsx scripts/bundle.ts package <folder>` a few files of
 * which a command loads what it needs, `tsx scripts/bundle.ts executable <folder>` the same for a standalone executable.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  rolldown,
  type ChunkingContext,
  type CodeSplittingGroup,
  type InputOptions,
  type OutputChunk,
  type OutputOptions,
  type Plugin,
} from "rolldown";

const ROOT = path.resolve(import.meta.dirname, "..");
const ENTRY = path.join(ROOT, "dist/cli/main.js");
const COMMAND_LINE = path.join(ROOT, "dist/cli/program.js");
const OPTIONS = path.join(ROOT, "dist/cli/options.js");
const COMMAND_LINE_WORDS = path.join(ROOT, "dist/catalogue/words/command-line.js");

/** What lies beside the bundle elsewhere is in an executable: the version as such, the schemas as assets. */
const shipped: Plugin = {
  name: "shipped",
  load(id) {
    if (!id.endsWith("/dist/world/shipped.js")) return null;
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
    return `import { getAsset } from "node:sea";
      export const schemaOf = (name) => JSON.parse(getAsset(\`\${name}.schema.json\`, "utf8"));
      export const packageVersion = () => ${JSON.stringify(version)};`;
  },
};

/** koffi offers a place for a native part that is linked in; the executable's own loader knows the name. */
const linkedKoffi: Plugin = {
  name: "linked-koffi",
  resolveId: (source, importer) =>
    /\/static\.c?js$/.test(source) && importer?.includes("/koffi/") === true ? "\0linked-koffi" : null,
  load: (id) =>
    id === "\0linked-koffi"
      ? `export function loadStatic() {
          const native = { exports: {} };
          process.dlopen(native, "koffi.node");
          return native.exports;
        }`
      : null,
};

/** commander can run programs as commands, of which there are none here; what that needs takes a fifteenth of the start. */
const noPrograms: Plugin = {
  name: "no-programs",
  transform(code, id) {
    if (!id.endsWith("/commander/lib/command.js")) return null;
    const without = code.replace("require('node:child_process')", "undefined");
    if (without === code) throw new Error(`${id} does not load node:child_process as it did`);
    return without;
  },
};

/** What is loaded with a module, itself included. */
function loadedWith(start: string, context: ChunkingContext): Set<string> {
  const loaded = new Set<string>();
  const load = (id: string) => {
    if (loaded.has(id)) return;
    loaded.add(id);
    for (const next of context.getModuleInfo(id)?.importedIds ?? []) load(next);
  };
  load(start);
  return loaded;
}

/** One file of what is loaded with modules: a start that opens twenty small ones takes a third longer. */
function oneFile(name: string, ...starts: string[]): CodeSplittingGroup {
  const isIn = (id: string, context: ChunkingContext) => starts.some((start) => loadedWith(start, context).has(id));
  return { name: (id, context) => (isIn(id, context) ? name : null), debugName: name };
}

/** What every command needs is in one file, what some need is loaded by them. */
const codeSplitting = {
  groups: [
    oneFile("start", ENTRY),
    oneFile("command-line", COMMAND_LINE, COMMAND_LINE_WORDS),
    oneFile("options", OPTIONS),
  ],
  includeDependenciesRecursively: false,
};

const FORMS = {
  package: {
    // A native part cannot be bundled; npm installs it.
    input: { external: ["koffi"], plugins: [noPrograms] },
    output: { entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs" },
  },
  executable: {
    input: {
      plugins: [shipped, linkedKoffi, noPrograms],
      // Asked only to find files, of which there are none.
      transform: { define: { "import.meta.url": '"file:///"', "import.meta.dirname": '"/"' } },
    },
    output: {},
  },
} satisfies Record<string, { input: InputOptions; output: OutputOptions }>;

async function chunks(form: keyof typeof FORMS, folder?: string): Promise<OutputChunk[]> {
  const bundle = await rolldown({
    input: ENTRY,
    platform: "node",
    preserveEntrySignatures: false,
    // A module that is loaded apart may stand in a file with others all the same.
    checks: { ineffectiveDynamicImport: false },
    ...FORMS[form].input,
  });
  // The texts of licences are in a list of their own.
  const options: OutputOptions = {
    // ES modules take a quarter longer to start.
    format: "cjs",
    minify: true,
    comments: { legal: false },
    cleanDir: true,
    codeSplitting,
    ...FORMS[form].output,
  };
  const { output } =
    folder === undefined ? await bundle.generate(options) : await bundle.write({ ...options, dir: folder });
  await bundle.close();
  return output.filter((each) => each.type === "chunk");
}

/** The packages of which something is in a bundle, by name, each with the bytes it takes there before they are minified. */
export async function bundledPackages(form: keyof typeof FORMS): Promise<Map<string, number>> {
  const packages = new Map<string, number>();
  for (const { modules } of await chunks(form))
    for (const [file, { renderedLength }] of Object.entries(modules)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
      if (name !== undefined) packages.set(name, (packages.get(name) ?? 0) + renderedLength);
    }
  return new Map([...packages].sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1] === import.meta.filename) {
  const [form = "", folder = ""] = process.argv.slice(2);
  if (form !== "package" && form !== "executable") throw new TypeError(`accepted: ${Object.keys(FORMS).join(", ")}`);
  await chunks(form, path.resolve(folder));
}
