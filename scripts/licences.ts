/**
 * The licences of what is bundled, as one text: `tsx scripts/licences.ts [inputs]`, with the standalone build's inputs for the
 * executables. With --sbom the same as a bill of materials, with --report a line for each package and its size.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { bundledPackages } from "./bundle.ts";

const MODULES = path.resolve(import.meta.dirname, "../node_modules");

interface Part {
  name: string;
  version: string;
  licence: string;
  text: string;
  /** As package URLs name where it comes from. */
  from: "npm" | "deb/debian";
}

function fromNpm(folder: string, home = folder): Part {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Record<string, unknown>;
  const file = readdirSync(home)
    .sort()
    .find((each) => /^licen[cs]e/i.test(each));
  const { name, version, license } = manifest as { name: string; version: string; license: string };
  return {
    name,
    version,
    licence: license,
    from: "npm",
    text:
      file === undefined
        ? `(the package has no text of its own; ${license})`
        : readFileSync(path.join(home, file), "utf8"),
  };
}

const LOCK = JSON.parse(readFileSync(path.join(MODULES, "../package-lock.json"), "utf8")) as {
  packages: Partial<Record<string, { integrity?: string; hasInstallScript?: true }>>;
};

/** What the lock file says of where packages come from, and of code that would run while they are installed. */
function provenance(names: string[]): string {
  const entries = names.map((name) => ({ name, ...LOCK.packages[`node_modules/${name}`] }));
  const list = (some: typeof entries) => some.map(({ name }) => name).join(", ") || "none";
  const unpinned = entries.filter(({ integrity }) => integrity?.startsWith("sha512-") !== true);
  const scripts = entries.filter(({ hasInstallScript }) => hasInstallScript === true);
  return `Without a SHA-512 in package-lock.json: ${list(unpinned)}. With an install script: ${list(scripts)}.`;
}

/** Debian's packages, and the common licences that their texts refer to. @param folder what is unpacked of one architecture. */
function fromDebian(folder: string): Part[] {
  const from = "deb/debian" as const;
  const versions = readFileSync(path.join(folder, "versions"), "utf8").trim().split("\n");
  const libraries = versions.filter((line) => !line.startsWith("base-files"));
  const parts = libraries.map((line) => {
    const [name = "", version = ""] = line.split("\t");
    const file = path.join(folder, "usr/share/doc", name.replace(/:.*/, ""), "copyright");
    const changed = name.startsWith("libc6")
      ? "ld.so is changed: its file operations lead to scripts/standalone/stub.c (see scripts/standalone/loader.ts).\n\n"
      : "";
    const text = existsSync(file) ? readFileSync(file, "utf8") : "(the text is that of gcc-12-base)";
    return { name, version, licence: "see its text; its source is Debian's", from, text: `${changed}${text}` };
  });
  const referred = parts.flatMap(({ text }) => text.match(/\/usr\/share\/common-licenses\/[\w.-]*\w/g) ?? []);
  const common = [...new Set(referred)].sort().map((file) => ({
    name: path.basename(file),
    version: "as Debian has it",
    licence: "the text that is referred to above",
    from,
    text: readFileSync(path.join(folder, file), "utf8"),
  }));
  return [...parts, ...common];
}

/** CycloneDX 1.6, the same for the same contents: neither a time nor a serial number. */
function billOfMaterials(parts: readonly Part[]): object {
  const { name, version, license } = JSON.parse(readFileSync(path.join(MODULES, "../package.json"), "utf8")) as Record<
    string,
    string
  >;
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { type: "application", name, version, licenses: [{ license: { id: license } }] } },
    components: parts.map((part) => {
      const integrity = LOCK.packages[`node_modules/${part.name}`]?.integrity;
      // Debian's versions may hold an architecture behind the name, and a + that a URL would take for a blank.
      const [bare = "", architecture] = part.name.split(":");
      const purl = `pkg:${part.from}/${bare.replace("@", "%40")}@${encodeURIComponent(part.version)}`;
      return {
        type: "library",
        name: part.name,
        version: part.version,
        purl: architecture === undefined ? purl : `${purl}?arch=${architecture}`,
        ...(part.from === "npm" && { licenses: [{ license: { id: part.licence } }] }),
        ...(integrity?.startsWith("sha512-") === true && {
          hashes: [
            { alg: "SHA-512", content: Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex") },
          ],
        }),
      };
    }),
  };
}

const given = process.argv.slice(2);
const mode = given.find((each) => each.startsWith("--"));
const inputs = given.find((each) => !each.startsWith("--"));
const sizes = await bundledPackages(inputs === undefined ? "package" : "executable");
const npm = [...sizes.keys()].map((name) => fromNpm(path.join(MODULES, name)));
const koffi = fromNpm(path.join(MODULES, "koffi"));

if (mode === "--report") {
  const rows = npm.map(({ name, version, licence }) => [`${name} ${version}`, licence, `${sizes.get(name) ?? 0}`]);
  const installed = [[`koffi ${koffi.version}`, koffi.licence, "native"]];
  for (const [what = "", licence = "", size = ""] of [["package", "licence", "bytes"], ...rows, ...installed])
    process.stdout.write(`${what.padEnd(34)} ${licence.padEnd(14)} ${size.padStart(9)}\n`);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  process.stdout.write(
    `${sizes.size} packages are bundled, ${total} bytes before they are minified; koffi is installed.\n`,
  );
  process.stdout.write(`${provenance([...sizes.keys(), "koffi"])}\n`);
} else {
  const runtime =
    inputs === undefined
      ? []
      : [fromNpm(path.join(inputs, "node-x64")), ...fromDebian(path.join(inputs, "lib-x64")), koffi];
  const parts = [...npm.filter(({ name }) => name !== "koffi"), ...runtime];
  if (mode === "--sbom") {
    // The package has koffi installed beside it; common licences are no libraries.
    const libraries = [...parts, ...(inputs === undefined ? [koffi] : [])].filter(({ version }) => /\d/.test(version));
    process.stdout.write(`${JSON.stringify(billOfMaterials(libraries), undefined, 2)}\n`);
  } else {
    const own = "edge-preflight is free software under the GPL, version 3 or later. What it carries along:";
    const texts = parts.map(
      ({ name, version, licence, text }) => `${"=".repeat(80)}\n${name} ${version}: ${licence}\n\n${text.trim()}`,
    );
    process.stdout.write(`${[own, ...texts].join("\n\n")}\n`);
  }
}
