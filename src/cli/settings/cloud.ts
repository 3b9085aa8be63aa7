import type { WarningWords } from "../../catalogue/words/command-line-words.ts";
import { ofSite } from "../../cloud/of-site.ts";
import { readCloud, type CloudFile, type CloudProblem } from "../../cloud/read.ts";
import { rowsOf, type CloudConfiguration } from "../../model/cloud.ts";
import type { Site } from "../../model/site.ts";
import { printable } from "../../wire/text.ts";
import { filesAt } from "../../world/files.ts";
import { textOf } from "../named-file.ts";
import { fileOr, UsageError } from "../usage.ts";

/** What the cloud's API says of its own devices, and the site with what is learnt from it. */
export interface CloudInput {
  site: Site;
  /** Absent where nothing in it is about this site. */
  cloud?: CloudConfiguration;
  warnings: string[];
}

const MAX_FILES = 2_000;

/**
 * `--cloud`: files, or folders of files.
 * @throws UsageError for a file that cannot be read as what it is.
 */
export async function readCloudOption(paths: readonly string[], site: Site, words: WarningWords): Promise<CloudInput> {
  const found = await Promise.all(paths.map(readPlace));
  const named = new Set(
    found.filter(({ isFolder }) => !isFolder).flatMap(({ files }) => files.map(({ name }) => name)),
  );
  const { configuration, problems } = readCloud(found.flatMap(({ files }) => files));
  // A folder may hold other files as well; one that was named is meant.
  const isFatal = ({ why, file }: CloudProblem) =>
    why === "wrong-shape" || (named.has(file) && (why === "not-json" || why === "not-recognised"));
  const fatal = problems.find(isFatal);
  if (fatal !== undefined) throw cloudProblem(fatal);
  const warnings = problems.map((problem) =>
    problem.why === "refused"
      ? words.cloudRefused(printable(problem.file), problem.code)
      : words.cloudNotUsed(printable(problem.file)),
  );
  if (configuration.lists.length === 0 && problems.every(({ why }) => why !== "refused"))
    throw new UsageError(({ usage }) => usage.cloud.nothingInFolder(printable(paths.join(", "))));
  const { configuration: own, foreign } = ofSite(configuration, site);
  warnings.push(
    ...foreign.map(({ files, ...part }) => words.cloudForeign({ files: printable(namesOf(files)), ...part })),
  );
  if (own.lists.every(({ kind }) => kind === "export"))
    return { site, warnings: [...warnings, words.cloudSaysNothing] };
  return { site: withVbrHop(site, own), cloud: own, warnings };
}

/** Of many files the first. */
function namesOf([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} +${others.length}`;
}

async function readPlace(place: string): Promise<{ isFolder: boolean; files: CloudFile[] }> {
  const { isFolder, files } = await fileOr(filesAt(place, ".json"), (errno, { usage }) =>
    usage.unreadable(printable(place), errno, "cloud"),
  );
  if (files.length > MAX_FILES) throw new UsageError(({ usage }) => usage.cloud.tooMany(printable(place), MAX_FILES));
  const read: CloudFile[] = [];
  for (const { name, file } of files) read.push({ name, text: await textOf(file, "saved", "cloud") });
  return { isFolder, files: read };
}

/** What is wrong with a file, as an error of usage. */
export function cloudProblem(problem: CloudProblem): UsageError {
  const file = printable(problem.file);
  return new UsageError(({ usage: { cloud } }) => {
    switch (problem.why) {
      case "wrong-shape":
        return cloud.wrongShape({ file, place: printable(problem.place), expected: problem.expected });
      case "not-json":
        return cloud.notJson(file);
      case "refused":
      case "not-recognised":
        return cloud.notRecognised(file);
    }
  });
}

/** The VBR's end of the line is an address on the path, where there is one VBR and nobody has named it. */
function withVbrHop(site: Site, cloud: CloudConfiguration): Site {
  const [vbr, ...others] = rowsOf(cloud, "vbr");
  if (vbr?.localIp === undefined || others.length > 0 || site.hops.some(({ device }) => device === "vbr")) return site;
  return { ...site, hops: [...site.hops, { device: "vbr", cidr: `${vbr.localIp}/32` }] };
}
