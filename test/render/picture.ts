/**
 * Takes the picture of a report's page that the README shows: `tsx test/render/picture.ts <report.html> <picture.png>`.
 * `scripts/demo --fault firewall.outbound.api-server --save report.html` makes the page.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { launchBrowser } from "../support/browser.ts";

const [html = "", picture = ""] = process.argv.slice(2);
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1_100, height: 860 });
  await page.goto(pathToFileURL(path.resolve(html)).href);
  await page.screenshot({ path: picture });
} finally {
  await browser.close();
}
