/**
 * Writes drawn resolv.conf and hosts files, asks glibc by getent, and prints what glibc did beside what is read here:
 * getent.ts FIRST COUNT. Runs where those files may be written, in a network namespace of its own.
 */
import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import dnsPacket from "dns-packet";
import { parseHosts, parseResolvConf } from "../../src/wire/system-files.ts";
import { Draw } from "../sites/random.ts";
import { MOST_SERVERS, SERVERS } from "./files.ts";

const run = promisify(execFile);
const [first = "1", count = "1"] = process.argv.slice(2);
/** Which of the servers were asked, in order. */
const asked: string[] = [];

await Promise.all(
  SERVERS.map(
    (ip) =>
      new Promise<void>((resolve) => {
        const socket = createSocket("udp4");
        socket.on("message", (data, from) => {
          asked.push(ip);
          // A failure sends glibc to the next one at once.
          const { id, questions } = dnsPacket.decode(data);
          const answer = dnsPacket.encode({ type: "response", id: id ?? 0, flags: 2, questions: questions ?? [] });
          socket.send(answer, from.port, from.address);
        });
        socket.bind(53, ip, resolve);
      }),
  ),
);

const blank = (draw: Draw) =>
  draw.weighted([
    [" ", 8],
    ["\t", 2],
    ["  ", 1],
    ["\u00a0", 0.5],
    ["\u3000", 0.3],
    ["\v", 0.3],
  ] as const);
const end = (draw: Draw) =>
  draw.weighted([
    ["\n", 9],
    ["\r\n", 1.5],
    [" \n", 0.7],
    ["\t\n", 0.3],
    [" # x\n", 0.5],
    ["\u00a0\n", 0.3],
  ] as const);

function address(draw: Draw): string {
  const ip = draw.one(SERVERS);
  return draw.weighted([
    [ip, 10],
    [ip.replace("127.0.0.", "127."), 0.7],
    [ip.replace(/\d+$/, (digits) => `0${Number(digits).toString(8)}`), 0.5],
    [`${ip}.`, 0.4],
    [`0${ip}`, 0.3],
    ["localhost", 0.5],
    ["10.0.0.256", 0.4],
    [`[${ip}]`, 0.4],
    [`${ip}:53`, 0.3],
    ["", 0.3],
  ]);
}

function resolvConf(draw: Draw): string {
  const lines = Array.from({ length: draw.integer(0, 6) }, () => {
    const begin = draw.weighted([
      ["", 12],
      [" ", 1],
      ["\t", 0.4],
      ["#", 0.7],
      [";", 0.4],
      ["\ufeff", 0.4],
      ["\u00a0", 0.3],
    ] as const);
    const keyword = draw.weighted([
      ["nameserver", 12],
      ["Nameserver", 0.5],
      ["nameservers", 0.4],
      ["server", 0.3],
      ["options timeout:1", 0.7],
      ["search example.org", 1],
    ] as const);
    return `${begin}${keyword}${blank(draw)}${address(draw)}${end(draw)}`;
  });
  const text = lines.join("");
  return draw.chance(0.2) ? text.trimEnd() : text;
}

const NAMES = ["edge.example.org", "other.example.org"];

function hosts(draw: Draw): string {
  return Array.from({ length: draw.integer(1, 5) }, () => {
    const begin = draw.weighted([
      ["", 8],
      [" ", 1],
      ["\t", 0.5],
      ["#", 1],
      ["\ufeff", 0.5],
      ["\u00a0", 0.3],
    ] as const);
    const ip = draw.weighted([
      ["10.9.8.7", 6],
      ["192.0.2.1", 4],
      ["10.9.8", 0.5],
      ["010.9.8.7", 0.5],
      ["10.9.8.7.", 0.3],
      ["10.9.8.300", 0.4],
    ] as const);
    const name = draw.weighted([
      [NAMES[0] ?? "", 6],
      [(NAMES[0] ?? "").toUpperCase(), 1],
      [`x ${NAMES[0] ?? ""}`, 1],
      [NAMES[1] ?? "", 2],
      [`${NAMES[0] ?? ""}.`, 0.3],
      [`#${NAMES[0] ?? ""}`, 0.5],
    ] as const);
    return `${begin}${ip}${blank(draw)}${name}${end(draw)}`;
  }).join("");
}

/** Of `getent ahostsv4`: the addresses, each once. */
async function addressesFor(name: string): Promise<string[]> {
  try {
    const { stdout } = await run("getent", ["-s", "hosts:files", "ahostsv4", name]);
    return [...new Set(stdout.split("\n").flatMap((line) => line.split(/\s+/)[0] ?? []))].filter((ip) => ip !== "");
  } catch {
    return [];
  }
}

async function serversAsked(): Promise<string[]> {
  asked.length = 0;
  const options = { env: { ...process.env, RES_OPTIONS: "attempts:1 timeout:1" } };
  await run("getent", ["-s", "hosts:dns", "ahostsv4", "edge.example.org."], options).catch(() => undefined);
  return [...new Set(asked)];
}

for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const draw = new Draw(seed);
  const conf = resolvConf(draw);
  writeFileSync("/etc/resolv.conf", conf);
  // Nobody listens at what an octal number leads to.
  const read = parseResolvConf(conf)
    .servers.slice(0, MOST_SERVERS)
    .filter((ip) => SERVERS.includes(ip));
  const list = hosts(draw);
  writeFileSync("/etc/hosts", list);
  const [name = ""] = NAMES;
  const entries = parseHosts(list);
  const own = [...new Set(entries.filter(({ names }) => names.includes(name)).map(({ ip }) => ip))];
  const seen = { conf: await serversAsked(), hosts: await addressesFor(name) };
  const isSame = JSON.stringify([read, own]) === JSON.stringify([seen.conf, seen.hosts]);
  process.stdout.write(`${JSON.stringify({ seed, isSame, conf, read, list, own, seen })}\n`);
}
process.exit(0);
