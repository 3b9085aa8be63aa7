import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../src/render/html.ts";
import { FILTER_SCRIPT, FILTER_SCRIPT_HASH, STYLES, STYLES_HASH } from "../../src/render/html-assets.ts";
import { renderReport } from "../../src/render/report.ts";
import { launchBrowser } from "../support/browser.ts";
import { hostileReport } from "../support/hostile.ts";
import { en } from "../support/words.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(path.join(os.tmpdir(), "edge-preflight-page-"));
const file = path.join(folder, "report.html");
writeFileSync(file, renderReport(hostileReport(), "html", { width: 80, colour: false, words: en }));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(width: number, scheme: "light" | "dark"): Promise<{ page: Page; said: string[]; asked: string[] }> {
  const page = await browser.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(file).href);
  return { page, said, asked };
}

it("knows the hashes of its style and script", () => {
  const hashOf = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  expect([STYLES_HASH, FILTER_SCRIPT_HASH]).toEqual([hashOf(STYLES), hashOf(FILTER_SCRIPT)]);
});

describe("the page in a browser", () => {
  it("runs no script and takes no style that is not its own", async () => {
    const foreign = path.join(folder, "foreign.html");
    const text = readFileSync(file, "utf8");
    const planted = '<script>window.planted = true</script><style>body { display: none }</style><i onclick="">';
    writeFileSync(foreign, text.replace("<main>", `<main>${planted}`));
    const page = await browser.newPage();
    await page.goto(pathToFileURL(foreign).href);
    const state = await page.evaluate(() => ({
      planted: "planted" in window,
      display: getComputedStyle(document.body).display,
      // The page's own style and script are in force.
      font: getComputedStyle(document.body).fontSize,
    }));
    expect(state).toEqual({ planted: false, display: "block", font: "16px" });
    await page.close();
  });

  for (const width of [400, 1_400])
    for (const scheme of ["light", "dark"] as const)
      it(`${width} px, ${scheme}: nothing to complain of, nothing loaded, nothing wider than the window`, async () => {
        const { page, said, asked } = await open(width, scheme);
        await page.evaluate(AXE);
        const violations = await page.evaluate(async () => {
          const { violations: found } = await (
            globalThis as unknown as {
              axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            }
          ).axe.run();
          return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
        });
        const state = await page.evaluate(() => ({
          evil: "evil" in window,
          overflow: document.documentElement.scrollWidth - window.innerWidth,
          textPx: Math.min(
            ...[...document.querySelectorAll("p, li, dd, td, text")].map((node) =>
              Number.parseFloat(getComputedStyle(node).fontSize),
            ),
          ),
        }));
        expect({ violations, said, asked, evil: state.evil }).toEqual({
          violations: [],
          said: [],
          asked: [pathToFileURL(file).href],
          evil: false,
        });
        expect(state.overflow).toBeLessThanOrEqual(0);
        expect(state.textPx).toBeGreaterThanOrEqual(12);
        await page.close();
      });

  it("draws the path: the suspect in the colour of a failure, what is as likely in another", async () => {
    const { page } = await open(1_400, "light");
    const drawing = await page.$(".path");
    const shot = await drawing?.screenshot({ encoding: "base64" });
    const blank = await browser.newPage();
    const pixels = await blank.evaluate(async (png: string) => {
      const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d");
      context?.drawImage(image, 0, 0);
      const data = context?.getImageData(0, 0, image.width, image.height).data ?? [];
      const count = (red: number, green: number, blue: number) => {
        let found = 0;
        for (let at = 0; at < data.length; at += 4)
          if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found += 1;
        return found;
      };
      return {
        suspect: count(255, 227, 226),
        alternative: count(255, 242, 204),
        width: image.width,
        height: image.height,
      };
    }, shot ?? "");
    const box = await page.$eval(".path .suspect rect", (rect) => {
      const { width, height } = rect.getBoundingClientRect();
      return width * height;
    });
    // All of a box, less what its text and its border take.
    expect(pixels.suspect).toBeGreaterThan(0.7 * box);
    expect(pixels.suspect).toBeLessThan(box);
    expect(pixels.alternative).toBeGreaterThan(0.7 * box);
    expect(pixels.alternative).toBeLessThan(box);
    // Of this path only the ends are known: no hop was told apart.
    expect(await page.$eval(".path", (path) => [...path.children].map((item) => item.className))).toEqual([
      "other",
      "other guessed",
      "suspect guessed",
      "alternative guessed",
      "other guessed",
      "other guessed",
      "other guessed",
      "other",
    ]);
    await Promise.all([page.close(), blank.close()]);
  });

  it("filters by status and by text", async () => {
    const { page } = await open(1_400, "light");
    const shown = () =>
      page.$$eval("tr[data-status]", (rows) =>
        rows.filter((row) => !(row as HTMLElement).hidden).map((row) => (row as HTMLElement).dataset["status"]),
      );
    expect(await shown()).toEqual(["pass", "fail", "warn", "unverified", "blocked"]);
    await page.click('input[value="pass"]');
    expect(await shown()).toEqual(["fail", "warn", "unverified", "blocked"]);
    await page.type("#search", "evil-3");
    expect(await shown()).toEqual(["unverified"]);
    await page.close();
  });

  it("opens a device that is clicked in the drawing, with its settings and what it is suspected of", async () => {
    const { page } = await open(1_400, "light");
    const isOpen = () => page.$eval("#device-vbr", (part) => part.closest("details")?.open);
    expect(await isOpen()).toBe(false);
    await page.click('.path a[href="#device-vbr"]');
    expect(await isOpen()).toBe(true);
    const said = await page.$eval("#device-vbr", (part) => part.textContent);
    expect(said).toContain(
      en.settings["route-to-site"]({ destination: "<data-centre CIDR>", via: en.nextHops["core-switch"] }),
    );
    expect(said).toContain("20 %");
    await page.close();
  });

  it("shows what one owner has to do, and no other's", async () => {
    const { page } = await open(1_400, "light");
    await page.select("#owner", "firewall");
    const owners = await page.$$eval("main [data-owner]", (parts) =>
      parts.filter((part) => part.checkVisibility()).map((part) => part.getAttribute("data-owner")),
    );
    expect(new Set(owners.flatMap((each) => each?.split(" ") ?? [])).has("firewall")).toBe(true);
    expect(owners.filter((each) => each?.split(" ").includes("firewall") !== true)).toEqual([]);
    await page.close();
  });

  it("prints without the filter", async () => {
    const { page } = await open(1_400, "light");
    await page.emulateMediaType("print");
    expect(await page.$eval("#filter", (form) => getComputedStyle(form).display)).toBe("none");
    await page.close();
  });
});

it("says its language", () => {
  expect(renderHtml(hostileReport(), en)).toContain('<html lang="en">');
});
