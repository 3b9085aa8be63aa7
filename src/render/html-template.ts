import { escapeXml } from "./xml.ts";

/** Markup that may stand in a page as it is. Only the functions of this file make it, so that no text gets in unescaped. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Of what this program itself has written. */
  static trusted(text: string): Html {
    return new Html(text);
  }

  toString(): string {
    return this.#text;
  }
}

/** What stands in a template: text is escaped, markup is not, of a list each part in turn. */
type Part = Html | string | number | readonly Part[];

/** A template: markup`<p>${text}</p>`. It is not called html, since formatters would then put in line breaks that show. */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return Html.trusted(template.map((before, index) => before + markupOf(parts[index] ?? "")).join(""));
}

/** Its parts with markup between them. */
export function joined(parts: readonly Part[], separator = ""): Html {
  return Html.trusted(parts.map(markupOf).join(separator));
}

/** One part a line. */
export function lines(parts: readonly Part[]): Html {
  return joined(parts, "\n");
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.toString();
  if (typeof part === "object") return part.map(markupOf).join("");
  return escapeXml(String(part));
}
