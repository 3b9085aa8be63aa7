import { isRecord, parseJson } from "./json.ts";

/** What the console's join script says of the cluster; nothing else of it is kept, its token least of all. */
export interface JoinFacts {
  /** There is a node-spec, and nothing of it could be read. */
  unreadNodeSpec?: true;
  region?: string;
  clusterVersion?: string;
  networkPlugin?: string;
  selfHostNtp?: boolean;
  /** "private" over a dedicated line, "basic" over the Internet. */
  interconnectMode?: string;
  interface?: string;
}

/** @param script as copied from the console: `wget …/attach/<version>/…` and `edgeadm join --region=… --node-spec='{…}'`. */
export function readJoinCommand(script: string): JoinFacts {
  const words = shellWords(script);
  const region = argument(words, "region") ?? /\baliacs-k8s-([a-z0-9-]+)\.oss-/.exec(script)?.[1];
  const clusterVersion = /\/attach\/(\d+\.\d+[^/\s"']*)\//.exec(script)?.[1];
  const given = argument(words, "node-spec");
  const read = given === undefined ? {} : nodeSpec(given);
  const spec = read ?? {};
  const addons = Array.isArray(spec["allowedClusterAddons"]) ? spec["allowedClusterAddons"] : [];
  const plugin = addons.includes("flannel")
    ? "flannel"
    : addons.some((addon) => typeof addon === "string" && addon.startsWith("terway"))
      ? "terway-edge"
      : undefined;
  const text = (key: string) => (typeof spec[key] === "string" && spec[key] !== "" ? spec[key] : undefined);
  const mode = text("interconnectMode");
  const nodeInterface = text("nodeIface");
  return {
    ...(read === undefined && { unreadNodeSpec: true as const }),
    ...(region !== undefined && { region }),
    ...(clusterVersion !== undefined && { clusterVersion }),
    ...(plugin !== undefined && { networkPlugin: plugin }),
    ...(typeof spec["selfHostNtpServer"] === "boolean" && { selfHostNtp: spec["selfHostNtpServer"] }),
    ...(mode !== undefined && { interconnectMode: mode }),
    ...(nodeInterface !== undefined && { interface: nodeInterface }),
  };
}

/** A long option's value as a shell would hand it over. */
function argument(words: readonly string[], name: string): string | undefined {
  const option = `--${name}`;
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[at];
  if (word === undefined) return undefined;
  return word === option ? words[at + 1] : word.slice(option.length + 1);
}

const UNQUOTED = /[^\s'"\\;&|()<>]+/y;
const SEPARATORS = /[;&|()<>]+/y;
const ESCAPES: Partial<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"' };

/**
 * A shell's words: quoted pieces side by side are one word, a backslash before a line's end joins the lines. A quote that is never
 * closed goes on to the end.
 */
export function shellWords(script: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const add = (text: string) => (word = (word ?? "") + text);
  const end = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (let at = 0; at < script.length;) {
    const character = script[at] ?? "";
    const next = script[at + 1] ?? "";
    if (character === "'" || (character === "$" && next === "'")) {
      const ansi = character === "$";
      const [text, after] = quoted(script, at + (ansi ? 2 : 1), "'", ansi ? /./s : undefined);
      add(text);
      at = after;
    } else if (character === '"') {
      const [text, after] = quoted(script, at + 1, '"', /["\\$`\n]/);
      add(text);
      at = after;
    } else if (character === "\\") {
      const isJoined = next === "\n" || script.startsWith("\r\n", at + 1);
      if (!isJoined) add(next);
      at += next === "\r" && isJoined ? 3 : 2;
    } else if (/\s/.test(character)) {
      end();
      at += 1;
    } else {
      UNQUOTED.lastIndex = at;
      SEPARATORS.lastIndex = at;
      const plain = UNQUOTED.exec(script)?.[0];
      // A dollar before a quote begins that quote.
      const text = plain?.endsWith("$") === true && script[at + plain.length] === "'" ? plain.slice(0, -1) : plain;
      if (text !== undefined && text !== "") {
        add(text);
        at += text.length;
      } else {
        end();
        at += SEPARATORS.exec(script)?.[0].length ?? 1;
      }
    }
  }
  end();
  return words;
}

/** @param escapable what a backslash takes its meaning from; with everything, C's escapes are read as well. */
function quoted(script: string, from: number, quote: string, escapable: RegExp | undefined): [string, number] {
  let text = "";
  let at = from;
  while (at < script.length && script[at] !== quote) {
    const next = script[at + 1] ?? "";
    if (script[at] === "\\" && escapable?.test(next) === true) {
      const isAnsi = quote === "'";
      text += next === "\n" ? "" : isAnsi ? (ESCAPES[next] ?? `\\${next}`) : next;
      at += 2;
    } else text += script[at++] ?? "";
  }
  return [text, at + 1];
}

/** @returns undefined for what is no object, however often it was quoted on its way here. */
function nodeSpec(text: string): Record<string, unknown> | undefined {
  // Wrapped by a terminal, or escaped once more than the shell takes away.
  const attempts = [text, text.replace(/\r?\n\s*/g, ""), text.replaceAll('\\"', '"'), `"${text}"`];
  for (const attempt of attempts) {
    let value = parseJson(attempt);
    if (typeof value === "string") value = parseJson(value);
    if (isRecord(value)) return value;
  }
  return undefined;
}
