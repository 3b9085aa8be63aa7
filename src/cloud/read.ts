import * as v from "valibot";
import type { AnyCloudList, CloudConfiguration, CloudKind, CloudList, CloudRows } from "../model/cloud.ts";
import { ANSWERS, type AnyAnswer } from "./answers/answers.ts";
import { EXPECTED_VALUES, type ExpectedValue } from "./fields.ts";
import { isList, isRecord, fieldsOf } from "../wire/json.ts";

/** A file as it was found. */
export interface CloudFile {
  /** Without its folder. */
  name: string;
  text: string;
}

/** Why a file says nothing. */
export type CloudProblem =
  | { why: "not-json"; file: string }
  /** JSON, but no answer that is known. */
  | { why: "not-recognised"; file: string }
  /** The API's own word that it did not answer, with its code. */
  | { why: "refused"; file: string; code: string }
  /** A known answer with something else where a value should be; the place as a JSON pointer. */
  | { why: "wrong-shape"; file: string; place: string; expected: ExpectedValue };

/** Reads files as the cloud's API has printed them: each is recognised by its shape, and the pages of one list are joined. */
export function readCloud(files: readonly CloudFile[]): {
  configuration: CloudConfiguration;
  problems: CloudProblem[];
} {
  const pages: Page[] = [];
  const problems: CloudProblem[] = [];
  // By name, so that the order in which a folder is listed does not show.
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const read = readPage(file);
    if ("why" in read) problems.push(read);
    else pages.push(...read.pages);
  }
  const lists = joined(pages);
  const made = lists.flatMap((list) =>
    list.kind === "export" ? list.rows.flatMap((row) => row.exportedAt ?? []) : [],
  );
  const exportedAt = made.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  return { configuration: { ...(exportedAt !== undefined && { exportedAt }), lists }, problems };
}

/** Rows of one answer, or of one page of it. */
interface Page {
  kind: CloudKind;
  file: string;
  about?: string;
  rows: unknown[];
  /** How many rows the answer has, also those of no interest. */
  seen: number;
  /** How many rows all pages have, where the answer says so. */
  total?: number;
  /** Whether a further page follows; absent where the answer does not go by tokens. */
  hasNext?: boolean;
}

function readPage({ name, text }: CloudFile): { pages: Page[] } | CloudProblem {
  const document = parsed(text);
  if (document === undefined) return { why: "not-json", file: name };
  const answer = ANSWERS.find((each) => isAnswer(each, document));
  if (answer === undefined) {
    const code = isRecord(document) && "Message" in document ? document["Code"] : undefined;
    return typeof code === "string" && /^[\w.-]{1,128}$/.test(code)
      ? { why: "refused", file: name, code }
      : { why: "not-recognised", file: name };
  }
  return readRows(answer, document, name);
}

/** @returns undefined for what is not JSON, or nested so deep that nobody has written it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function isAnswer({ list, marks }: AnyAnswer, document: unknown): boolean {
  if (isList(document)) {
    const [first] = document;
    return list !== undefined && marks.length > 0 && isRecord(first) && marks.every((mark) => mark in first);
  }
  if (!isRecord(document)) return false;
  return list === undefined ? marks.every((mark) => mark in document) : list.field in document;
}

function readRows(answer: AnyAnswer, document: unknown, file: string): { pages: Page[] } | CloudProblem {
  const { rows: found, place } = rowsIn(answer, document);
  if (!Array.isArray(found)) return { why: "wrong-shape", file, place, expected: "list" };
  const inName = answer.about?.inName.exec(file)?.[0].toLowerCase();
  const byAbout = new Map<string | undefined, unknown[]>();
  for (const [index, row] of (found as unknown[]).entries()) {
    const at = answer.list === undefined ? "" : `${place}/${index}`;
    const read = v.safeParse(answer.row, row, { abortEarly: true });
    if (!read.success) {
      const [issue] = read.issues;
      return { why: "wrong-shape", file, place: `${at}${pointer(issue)}` || "/", expected: expectedBy(issue) };
    }
    const said = aboutOf(answer, row) ?? inName;
    const of = byAbout.get(said) ?? [];
    byAbout.set(said, of);
    if (read.output !== undefined) of.push(read.output);
  }
  if (byAbout.size === 0) byAbout.set(inName, []);
  // Where one answer tells of several things, each of them is as complete as the whole.
  return {
    pages: [...byAbout].map(([about, rows]) => ({
      kind: answer.kind,
      file,
      ...(about !== undefined && { about }),
      rows,
      seen: found.length,
      ...pagingOf(document),
    })),
  };
}

function rowsIn({ list }: AnyAnswer, document: unknown): { rows: unknown; place: string } {
  if (list === undefined) return { rows: [document], place: "" };
  if (isList(document)) return { rows: document, place: "" };
  const { field, wrapper } = list;
  const value = fieldsOf(document)[field];
  if (value === null) return { rows: [], place: `/${field}` };
  if (!isRecord(value)) return { rows: value, place: `/${field}` };
  // An empty list may be an empty object.
  const inner = value[wrapper] ?? (Object.keys(value).length === 0 ? [] : undefined);
  return { rows: inner, place: `/${field}/${wrapper}` };
}

function aboutOf({ about }: AnyAnswer, row: unknown): string | undefined {
  const value = about?.field === undefined || !isRecord(row) ? undefined : row[about.field];
  return typeof value === "string" && /^[\w-]{1,128}$/.test(value) ? value.toLowerCase() : undefined;
}

function pagingOf(document: unknown): Pick<Page, "total" | "hasNext"> {
  if (!isRecord(document)) return {};
  const { TotalCount: total, NextToken: token } = document;
  return {
    ...(typeof total === "number" && Number.isInteger(total) && total >= 0 && { total }),
    ...("NextToken" in document && { hasNext: typeof token === "string" && token !== "" }),
  };
}

function expectedBy({ message }: v.BaseIssue<unknown>): ExpectedValue {
  return EXPECTED_VALUES.find((each) => each === message) ?? "object";
}

/** The place of a wrong value inside of its row. */
function pointer({ path }: v.BaseIssue<unknown>): string {
  return (path ?? [])
    .map(({ key }) => `/${String(key).slice(0, MAX_KEY).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

const MAX_KEY = 64;

function joined(pages: readonly Page[]): AnyCloudList[] {
  const groups = new Map<string, Map<string, Page>>();
  for (const page of pages) {
    const key = `${page.kind} ${page.about ?? ""}`;
    const group = groups.get(key) ?? new Map<string, Page>();
    groups.set(key, group);
    // The same page may have been saved twice.
    const { file, ...content } = page;
    const same = JSON.stringify(content);
    if (!group.has(same)) group.set(same, { ...content, file });
  }
  return [...groups.values()].flatMap((group) => {
    const all = [...group.values()];
    const [first] = all;
    if (first === undefined) return [];
    const list: CloudList = {
      kind: first.kind,
      files: [...new Set(all.map(({ file }) => file))],
      ...(first.about !== undefined && { about: first.about }),
      complete: isComplete(all),
      rows: all.flatMap(({ rows }) => rows) as CloudRows[CloudKind][],
    };
    // Rows were read by the schema of this very kind.
    return [list as AnyCloudList];
  });
}

/** Whether no page is missing. */
function isComplete(pages: readonly Page[]): boolean {
  const totals = pages.flatMap(({ total }) => total ?? []);
  const seen = pages.reduce((sum, page) => sum + page.seen, 0);
  if (totals.length > 0) return seen >= Math.max(...totals);
  const followed = pages.flatMap(({ hasNext }) => hasNext ?? []);
  return followed.length === 0 || followed.includes(false);
}
