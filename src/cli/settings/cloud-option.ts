import type { Words } from "../../catalogue/words/words.ts";
import type { CloudConfiguration } from "../../model/cloud.ts";
import type { Site } from "../../model/site.ts";
import type { CloudOption } from "../options.ts";
import { printWarning } from "../output.ts";

/** The site with what is learnt from `--cloud`, and what the cloud says, where anything in it is about this site. */
interface CloudInput {
  site: Site;
  cloud?: CloudConfiguration;
}

/** The readers are loaded only where the option is given. @throws UsageError */
export async function withCloud({ cloud: paths }: CloudOption, site: Site, words: Words): Promise<CloudInput> {
  if (paths === undefined) return { site };
  const { readCloudOption } = await import("./cloud.ts");
  const { warnings, ...input } = await readCloudOption(paths, site, words.commandLine.warnings);
  for (const each of warnings) await printWarning(each);
  return input;
}
