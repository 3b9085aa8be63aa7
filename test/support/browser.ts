import puppeteer, { type Browser } from "puppeteer-core";

/** A browser that reaches nothing but files. */
export function launchBrowser(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    pipe: true,
    // No sandbox for root; no name is resolved, so that nothing can leave this machine.
    args: ["--no-sandbox", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"],
  });
}

/** @returns how many A4 pages an HTML document takes when it is printed. */
export async function printedPages(browser: Browser, html: string): Promise<number> {
  const page = await browser.newPage();
  await page.setContent(html);
  const pdf = Buffer.from(await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  await page.close();
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
