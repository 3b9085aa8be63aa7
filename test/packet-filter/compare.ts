/**
 * Loads drawn rule sets into this network namespace, sends real packets, and compares what comes of them with the verdict:
 * compare.ts FIRST COUNT SOCKET. Prints one JSON document a line.
 */
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { readFilters } from "../../src/probes/filters.ts";
import { judgeInbound, judgeOutbound, type OwnRoute } from "../../src/packet-filter/connection.ts";
import { parseRouteGet } from "../../src/wire/ip-route.ts";
import { addressNumber } from "../../src/wire/cidr.ts";
import { makeWorld } from "../../src/world/real.ts";
import { drawRules, PORTS, SOURCES, TARGETS, type DrawnRules } from "./rulesets.ts";

const [first = "1", count = "1", socketPath = ""] = process.argv.slice(2);
const PEERS = 2;
const WAIT_MS = 250;
/** A first look that finds less than the verdict is not believed before a longer one. */
const LONG_WAIT_MS = 1_500;

const world = makeWorld({ caFiles: [], searchPath: "", proxyVariables: {} });
const signal = new AbortController().signal;

interface Peer {
  order: (order: object) => Promise<boolean>;
}

async function peers(): Promise<Peer[]> {
  const found: Peer[] = [];
  await new Promise<void>((resolve) => {
    createServer((link) => {
      found.push(peerOn(link));
      if (found.length === PEERS) resolve();
    }).listen(socketPath);
  });
  return found;
}

function peerOn(link: Socket): Peer {
  const waiting = new Map<number, (through: boolean) => void>();
  let next = 0;
  createInterface({ input: link }).on("line", (line) => {
    const { id, through } = JSON.parse(line) as { id: number; through: boolean };
    waiting.get(id)?.(through);
    waiting.delete(id);
  });
  return {
    order: (order) =>
      new Promise((resolve) => {
        waiting.set(next, resolve);
        link.write(`${JSON.stringify({ id: next++, ...order })}\n`);
      }),
  };
}

const arrived = new Set<string>();
function listen(): void {
  for (const port of PORTS.filter((each) => each !== 8472))
    createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.pipe(socket);
    }).listen(port, "0.0.0.0");
  const socket = createSocket("udp4");
  socket.on("message", (data) => arrived.add(data.toString()));
  socket.bind(8472);
}

function reaches(ip: string, port: number, waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: ip, port });
    const end = (through: boolean) => {
      socket.destroy();
      resolve(through);
    };
    setTimeout(end, waitMs, false);
    socket.on("error", () => {
      end(false);
    });
    socket.on("connect", () => socket.write("x"));
    socket.on("data", () => {
      end(true);
    });
  });
}

function asks(ip: string, port: number, waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    let ended = false;
    const end = (through: boolean) => {
      if (ended) return;
      ended = true;
      socket.close();
      resolve(through);
    };
    setTimeout(end, waitMs, false);
    socket.on("error", () => {
      end(false);
    });
    socket.on("message", () => {
      end(true);
    });
    socket.send("x", port, ip, () => undefined);
  });
}

const MAX_CONFLICTS = 30;

/** Matches are drawn one by one: lines in which two of them cannot go together are left out. */
function loadWithoutConflicts(text: string, loadText: (text: string) => void): void {
  const lines = text.split("\n");
  for (let tries = 0; ; tries++) {
    try {
      loadText(lines.join("\n"));
      return;
    } catch (error) {
      const said = (error as { stderr?: Buffer }).stderr?.toString() ?? "";
      const conflicts = [
        ...said.matchAll(/^\/dev\/stdin:(\d+):.*(?:conflicting|Could not process rule|only useful)/gm),
      ].map(([, line]) => Number(line));
      if (conflicts.length === 0 || tries === MAX_CONFLICTS) throw error;
      for (const line of conflicts) lines[line - 1] = "";
    }
  }
}

function load({ nft, iptables, legacy }: DrawnRules): void {
  const run = (command: string, args: string[], input?: string) =>
    execFileSync(command, args, { input, stdio: ["pipe", "pipe", "pipe"] });
  run("nft", ["flush", "ruleset"]);
  const empty = ["filter", "mangle", "raw"].map((table) => `*${table}\nCOMMIT\n`).join("");
  run("iptables-legacy-restore", [], legacy === undefined ? empty : `${empty}${legacy}`);
  if (nft !== undefined) loadWithoutConflicts(nft, (text) => run("nft", ["-f", "-"], text));
  if (iptables !== undefined) run("iptables-nft-restore", [], iptables);
}

const routes = new Map<string, OwnRoute>();
function routeTo(ip: string): OwnRoute {
  const known = routes.get(ip);
  if (known !== undefined) return known;
  const { interface: name = "", source = "0.0.0.0" } = parseRouteGet(
    execFileSync("ip", ["route", "get", ip]).toString(),
  );
  const route: OwnRoute = { interface: name, own: [addressNumber(source), addressNumber(source)] };
  routes.set(ip, route);
  return route;
}

/** Which peer has an address. */
const peerOf = (ip: string) => (ip.startsWith("10.9.") || ip.startsWith("100.") || ip.startsWith("203.") ? 1 : 0);
const textOf = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");

async function main(): Promise<void> {
  listen();
  const [one, two] = await peers();
  if (one === undefined || two === undefined) throw new Error("no peers");
  // The first to come may be either: each tells by what it can connect from.
  const isFirst = await one.order({
    protocol: "tcp",
    from: "192.168.10.10",
    to: "10.1.1.10",
    port: 10250,
    waitMs: 500,
  });
  const ordered = isFirst ? [one, two] : [two, one];
  let tokens = 0;
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    const rules = drawRules(seed);
    try {
      load(rules);
    } catch (error) {
      const { stderr } = error as { stderr?: Buffer };
      process.stdout.write(
        `${JSON.stringify({ seed, refused: (stderr?.toString() ?? String(error)).slice(0, 400) })}\n`,
      );
      continue;
    }
    const evidence = await readFilters(world, signal);
    if (evidence?.fact !== "filters" || !("ruleset" in evidence)) throw new Error("no rules read");
    const { ruleset, unread } = evidence;
    const inbound = PORTS.flatMap((port) => {
      const protocol = port === 8472 ? ("udp" as const) : ("tcp" as const);
      return SOURCES.map((source) => {
        const route = routeTo(source);
        const to = textOf(route.own[0]);
        const judged = judgeInbound(
          ruleset,
          { protocol, port },
          [addressNumber(source), addressNumber(source)],
          route,
        )[0];
        const attempt = async (waitMs: number) => {
          const token = `${process.pid}-${tokens++}`;
          const through = await ordered[peerOf(source)]?.order({ protocol, from: source, to, port, waitMs, token });
          if (protocol === "tcp") return through === true;
          for (let waited = 0; waited < waitMs && !arrived.has(token); waited += 25) await sleep(25);
          return arrived.has(token);
        };
        return { name: `${source} to ${protocol} ${port}`, judged, attempt };
      });
    });
    const outbound = TARGETS.map(({ ip, port, protocol }) => {
      const { out, back } = judgeOutbound(ruleset, { ip, port, protocol }, routeTo(ip));
      const judged =
        [out, back].find(({ verdict }) => verdict === "drops") ??
        [out, back].find(({ verdict }) => verdict === "cannot-tell") ??
        out;
      const attempt = (waitMs: number) => (protocol === "tcp" ? reaches(ip, port, waitMs) : asks(ip, port, waitMs));
      return { name: `to ${protocol} ${ip}:${port}`, judged, attempt };
    });
    const seen = await Promise.all(
      [...inbound, ...outbound].map(async ({ name, judged, attempt }) => {
        let through = await attempt(WAIT_MS);
        if (!through && judged?.verdict === "accepts") through = await attempt(LONG_WAIT_MS);
        // One may have come from the port of an earlier connection, which the kernel still knows.
        if (through && judged?.verdict === "drops") through = (await attempt(WAIT_MS)) && (await attempt(WAIT_MS));
        const isDoubted = judged?.verdict === "accepts" && unread.length > 0;
        return { name, verdict: isDoubted ? "cannot-tell" : (judged?.verdict ?? "none"), through, rule: judged?.rule };
      }),
    );
    const wrong = seen.filter(
      ({ verdict, through }) => (verdict === "accepts" && !through) || (verdict === "drops" && through),
    );
    const untold = seen.filter(({ verdict }) => verdict === "cannot-tell");
    process.stdout.write(
      `${JSON.stringify({ seed, judged: seen.length, unread: unread.length, untold: untold.length, doubts: [...new Set(untold.map(({ rule }) => rule))], wrong })}\n`,
    );
  }
  process.exit(0);
}

await main();
