import { describe, expect, it } from "vitest";
import { joined, lines, markup } from "../../src/render/html-template.ts";

const HOSTILE = `<script>"&'</script>`;
const ESCAPED = "&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;";

describe("markup", () => {
  it("escapes text, in lists too", () => {
    expect(String(markup`<p title="${HOSTILE}">${[HOSTILE, [HOSTILE]]}${7}</p>`)).toBe(
      `<p title="${ESCAPED}">${ESCAPED}${ESCAPED}7</p>`,
    );
  });

  it("keeps markup as it is, however deep", () => {
    const item = markup`<b>${HOSTILE}</b>`;
    expect(String(markup`<p>${[item, [item]]}</p>`)).toBe(`<p><b>${ESCAPED}</b><b>${ESCAPED}</b></p>`);
  });

  it("escapes text that is joined or put on lines", () => {
    expect(String(joined([HOSTILE, markup`<br>`], ", "))).toBe(`${ESCAPED}, <br>`);
    expect(String(lines([HOSTILE, markup`<br>`]))).toBe(`${ESCAPED}\n<br>`);
  });
});
