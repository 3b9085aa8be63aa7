/** Sets drawn proxy variables for wget and curl, and prints whether they asked a proxy, and which: proxied.ts FIRST COUNT. */
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { proxyFor } from "../../src/wire/proxies.ts";
import { Draw } from "../sites/random.ts";

const run = promisify(execFile);
const [first = "1", count = "1"] = process.argv.slice(2);
const PROXIES = [3128, 3129, 3130];

/** Which proxy was asked last. */
let heard = "";
await Promise.all(
  PROXIES.map(
    (port) =>
      new Promise<void>((resolve) => {
        const server = createServer((_, response) => {
          heard = `127.0.0.1:${port}`;
          response.end("x");
        });
        server.on("connect", (_, socket) => {
          heard = `127.0.0.1:${port}`;
          socket.end("HTTP/1.1 403 No\r\n\r\n");
        });
        server.listen(port, "127.0.0.1", resolve);
      }),
  ),
);

const HOSTS = ["cs-anony-vpc.cn-hangzhou.aliyuncs.com", "aliacs-k8s.oss.aliyuncs.com", "192.168.10.10", "127.0.0.2"];
const EXEMPT = [
  "*",
  "*.aliyuncs.com",
  ".aliyuncs.com",
  "aliyuncs.com",
  "ALIYUNCS.com",
  ".com",
  "yuncs.com",
  "192.168.0.0/16",
  "192.168.10.10/32",
  "192.168.10.10",
  "10.10",
  "127.0.0.2",
  "localhost",
  "cs-anony-vpc.cn-hangzhou.aliyuncs.com.",
  "",
];

function drawVariables(draw: Draw): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
    if (draw.chance(/^all/i.test(name) ? 0.15 : 0.4))
      variables[name] = draw.weighted([
        [`http://127.0.0.1:${draw.one(PROXIES)}`, 6],
        [`127.0.0.1:${draw.one(PROXIES)}`, 2],
        ["", 1],
      ]);
  for (const name of ["no_proxy", "NO_PROXY"])
    if (draw.chance(0.6))
      variables[name] = Array.from({ length: draw.integer(0, 3) }, () => draw.one(EXEMPT)).join(
        draw.one([",", ",", ", ", " ,", " "]),
      );
  return variables;
}

for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const draw = new Draw(seed);
  const variables = drawVariables(draw);
  const scheme = draw.one(["http", "https"] as const);
  const host = draw.one(HOSTS);
  const url = `${scheme}://${host}/`;
  for (const program of ["wget", "curl"] as const) {
    heard = "none";
    const env = { PATH: process.env["PATH"], ...variables };
    // Without a proxy there is no way to any of them: both give up at once.
    const given =
      program === "wget"
        ? ["-q", "-O", "/dev/null", "-T", "1", "-t", "1", "--no-hsts", url]
        : ["-sk", "-o", "/dev/null", "-m", "2", url];
    await run(program, given, { env }).catch(() => undefined);
    const found = proxyFor(program, variables, { scheme, host, port: scheme === "http" ? 80 : 443 });
    const read = found?.proxy.replace("http://", "") ?? "none";
    process.stdout.write(`${JSON.stringify({ seed, program, variables, url, seen: heard, read })}\n`);
  }
}
process.exit(0);
