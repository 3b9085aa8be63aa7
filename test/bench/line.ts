/**
 * A healthy run over lines of different lengths, and runs in which packets are dropped, beside what a person would use instead:
 * a script of the usual tools, nmap, and prometheus-blackbox-exporter. --quick: one line, fewer runs, no script that waits.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { makePlan } from "../../src/plan/plan.ts";
import { en } from "../support/words.ts";
import type { Report } from "../../src/model/report.ts";
import { Lab, type Outcome } from "../lab/lab.ts";
import { preflight } from "../lab/node.ts";
import { API_SERVER, referenceSite, SITE_DNS, SITE_FLAGS } from "../lab/reference-site.ts";
import { LAUNCHER } from "../lab/services.ts";
import type { Topology } from "../lab/topology.ts";
import { hostOf } from "../scenarios/scenario.ts";
import { referenceSettings } from "../support/reference-network.ts";
import { amount, median, print, printFigure, printGoal, printRatio } from "./print.ts";
import { MEASURED, peakMemoryIn, standalone } from "./processes.ts";
import { countTraffic, NODE_ADDRESS, type Traffic } from "./traffic.ts";

const QUICK = process.argv.includes("--quick");
const GOAL_AT_MS = 30;
const ROUND_TRIPS_MS = QUICK ? [GOAL_AT_MS] : [5, GOAL_AT_MS, 120];
const RUNS = QUICK ? 2 : 3;
const FLAGS = [...SITE_FLAGS, "--format", "json"];
const SHELL = path.resolve(import.meta.dirname, "by-hand");

/** All that the tool asks in the cloud and for the time. */
const ENDPOINTS = makePlan(referenceSettings(), { fineGrained: false }, en).endpoints.flatMap(({ host, ports }) =>
  ports.map(({ protocol, port }) => ({ host, port, kind: protocol === "tcp" ? ("https" as const) : ("ntp" as const) })),
);
const HTTPS = ENDPOINTS.filter(({ kind }) => kind === "https");
const NTP = ENDPOINTS.filter(({ kind }) => kind === "ntp");
const NAMES = HTTPS.filter(({ host }) => host !== API_SERVER).map(({ host }) => host);
const url = ({ host, port }: (typeof ENDPOINTS)[number]) => `https://${host}:${port}/`;

/** Both ways out of the data centre: the line to the cloud, and that to the Internet's DNS and time servers. */
function siteAt(roundTripMs: number): Topology {
  const network = referenceSite();
  for (const link of network.links) {
    const hosts = link.ends.map(({ host }) => host);
    if (hosts.includes("firewall") && (hosts.includes("vbr") || hosts.includes("internet")))
      link.delayMs = roundTripMs / 2;
  }
  return network;
}

const FILES = { "/etc/resolv.conf": `nameserver ${SITE_DNS}\n` };

function shell(lab: Lab, command: string): Promise<Outcome> {
  return lab.run("node", ["bash", "-c", command], { files: FILES });
}

/** Something to use instead, which must have had all its answers. */
interface Contestant {
  name: string;
  run: (lab: Lab) => Promise<Outcome>;
  /** Ten seconds at any distance: tried on one line only, and not in haste. */
  takesLong?: true;
  /** Lines of its output that are good answers. */
  answer: RegExp;
  answers: number;
}

const BLACKBOX = "http://127.0.0.1:9115/probe";
const probes = HTTPS.map(
  (endpoint) => `${BLACKBOX}?module=${endpoint.host === API_SERVER ? "untrusted" : "https"}&target=${url(endpoint)}`,
);

const ALL_AT_ONCE = `curl -s --parallel --parallel-immediate --no-progress-meter ${probes.map((probe) => `'${probe}'`).join(" ")}`;

const RUNNING_EXPORTER = "a running blackbox-exporter, all at once";

const CONTESTANTS: Contestant[] = [
  {
    name: "a script of dig, nc, openssl, curl, ntpdate",
    run: (lab) => shell(lab, byHand(3)),
    answer: /^ok /gm,
    // Of the API server's certificate, which the cluster has signed, openssl and curl do not approve.
    answers: NAMES.length * 4 + 1 + NTP.length * 2,
  },
  {
    name: "nmap with ssl-cert and ntp-info",
    takesLong: true,
    run: (lab) =>
      shell(
        lab,
        [
          `nmap -Pn -p 443 --script ssl-cert ${NAMES.join(" ")}`,
          `nmap -Pn -p 6443 --script ssl-cert ${API_SERVER}`,
          `nmap -Pn -sU -p 123 --script ntp-info ${NTP.map(({ host }) => host).join(" ")}`,
        ].join("; "),
      ),
    answer: /^\d+\/(?:tcp|udp) +open /gm,
    answers: ENDPOINTS.length,
  },
  {
    name: "a running blackbox-exporter, one after another",
    run: (lab) => shell(lab, probes.map((probe) => `curl -s '${probe}'`).join("; ")),
    answer: /^probe_success 1$/gm,
    answers: HTTPS.length,
  },
  {
    name: RUNNING_EXPORTER,
    run: (lab) => shell(lab, ALL_AT_ONCE),
    answer: /^probe_success 1$/gm,
    answers: HTTPS.length,
  },
  {
    name: "a blackbox-exporter started for it, all at once",
    run: (lab) =>
      shell(
        lab,
        `${exporter(lab, 9116)} >/dev/null 2>&1 & ${untilItListens(9116)}; ${ALL_AT_ONCE.replaceAll(":9115", ":9116")}; kill $!`,
      ),
    answer: /^probe_success 1$/gm,
    answers: HTTPS.length,
  },
];

function byHand(limitSeconds: number): string {
  const lines = ENDPOINTS.map(({ kind, host, port }) => `${kind} ${host} ${port}`);
  return `LIMIT=${limitSeconds} ${SHELL} <<'END'\n${lines.join("\n")}\nEND`;
}

const exporter = (lab: Lab, port: number) =>
  `prometheus-blackbox-exporter --config.file=${lab.folder}/blackbox.yml --web.listen-address=127.0.0.1:${port}`;
const untilItListens = (port: number) =>
  `for try in $(seq 500); do curl -s -o /dev/null 127.0.0.1:${port} && break; sleep 0.01; done`;

async function startBlackbox(lab: Lab): Promise<void> {
  const http = (more: string) =>
    `{ prober: http, http: { preferred_ip_protocol: ip4, fail_if_not_ssl: true, valid_status_codes: [200, 401, 403, 404]${more} } }`;
  await writeFile(
    path.join(lab.folder, "blackbox.yml"),
    `modules:\n  https: ${http("")}\n  untrusted: ${http(", tls_config: { insecure_skip_verify: true }")}\n`,
  );
  // Ends with the lab.
  void shell(lab, exporter(lab, 9115));
  await shell(lab, untilItListens(9115));
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; wallMs: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, wallMs: performance.now() - startedAt };
}

function reportIn({ code, stdout, stderr }: Outcome): Report {
  if (code !== 0) throw new Error(`exit code ${String(code)}: ${stderr}`);
  return JSON.parse(stdout) as Report;
}

/** The longest chain of answers of which each needs the one before it: name, connection, TLS, HTTP. As curl sees it. */
async function chainMs(lab: Lab): Promise<number> {
  const times = [];
  for (const endpoint of HTTPS) {
    const { stdout } = await shell(lab, `curl -sko /dev/null -w '%{time_total}' ${url(endpoint)}`);
    times.push(Number(stdout) * 1_000);
  }
  return Math.max(...times);
}

/** The tool in both of its forms; the executable is what a server gets. */
interface Form {
  name: string;
  command: string[];
  startMs: number[];
  wholeMs: number[];
  /** From the first question to the report. */
  runMs: number[];
}

async function healthy(roundTripMs: number): Promise<void> {
  await using lab = await Lab.start(siteAt(roundTripMs));
  await startBlackbox(lab);
  const forms: Form[] = [
    { name: "executable", command: [standalone(lab.folder)], startMs: [], wholeMs: [], runMs: [] },
    { name: "bundle", command: [process.execPath, LAUNCHER], startMs: [], wholeMs: [], runMs: [] },
  ];
  const own = (form: Form, args: string[], wrap: string[] = []) =>
    lab.run("node", [...form.command, ...args], { files: FILES, wrap });
  const isHeldToGoals = roundTripMs === GOAL_AT_MS;
  const contestants = CONTESTANTS.filter(({ takesLong }) => takesLong !== true || (isHeldToGoals && !QUICK));
  const chain: number[] = [];
  const others = contestants.map((): number[] => []);
  const empty: number[] = [];
  let checks = 0;
  // In turns, so that all meet the same weather; the first round fills caches.
  for (let run = 0; run <= RUNS; run++) {
    const kept = (times: number[], value: number) => run > 0 && times.push(value);
    kept(chain, await chainMs(lab));
    kept(empty, (await timed(() => lab.run("node", [process.execPath, "-e", "0"], { files: FILES }))).wallMs);
    for (const form of forms) {
      kept(form.startMs, (await timed(() => own(form, ["--version"]))).wallMs);
      const { result, wallMs } = await timed(() => own(form, FLAGS));
      const report = reportIn(result);
      checks = report.summary.pass;
      kept(form.wholeMs, wallMs);
      kept(form.runMs, report.run.durationMs);
    }
    for (const [index, { name, run: work, answer, answers }] of contestants.entries()) {
      const other = await timed(() => work(lab));
      const found = other.result.stdout.match(answer)?.length ?? 0;
      if (found !== answers) throw new Error(`${name}: ${found} answers, not ${answers}: ${other.result.stdout}`);
      kept(others[index] ?? [], other.wallMs);
    }
  }
  const where = `line of ${roundTripMs} ms`;
  print(`${where}: checks that pass`, `${checks}`);
  const chainOfAll: [string, number] = ["longest chain of round trips (curl)", median(chain)];
  for (const { name, startMs, wholeMs, runMs } of forms) {
    const lessStart = median(wholeMs) - median(startMs);
    printRatio([`${where}: ${name}, from question to report`, median(runMs)], chainOfAll, "ms");
    printRatio([`${where}: ${name}, less --version`, lessStart], chainOfAll, "ms", isHeldToGoals ? 1.3 : undefined);
  }
  const [executable, bundle] = forms;
  if (executable === undefined || bundle === undefined) return;
  const unavoidable: [string, number] = ["an empty Node.js and the chain", median(empty) + median(chain)];
  const goal = isHeldToGoals ? 1.2 : undefined;
  for (const form of forms)
    printRatio([`${where}: ${form.name}, whole process`, median(form.wholeMs)], unavoidable, "ms", goal);
  const whole: [string, number] = [`${where}: ${executable.name}, whole process`, median(executable.wholeMs)];
  printRatio(whole, [bundle.name, median(bundle.wholeMs)], "ms", 1);
  for (const [index, { name, answers }] of contestants.entries())
    printRatio(whole, [`${name} (${answers})`, median(others[index] ?? [])], "ms", 1);
  if (!isHeldToGoals) return;
  const allAtOnce = others[contestants.findIndex(({ name }) => name === RUNNING_EXPORTER)] ?? [];
  printRatio(
    [`${where}: ${executable.name}, from question to report`, median(executable.runMs)],
    [RUNNING_EXPORTER, median(allAtOnce)],
    "ms",
    1.2,
  );
  for (const [form, most] of [
    [executable, 100],
    [bundle, 85],
  ] as const) {
    const { stderr } = await own(form, FLAGS, MEASURED);
    printGoal(`${where}: ${form.name}, peak memory`, peakMemoryIn(stderr), "MB", most);
  }
  // Apart from what is timed: the counting router takes time as well.
  const read = await countTraffic(lab);
  await own(executable, FLAGS);
  printTraffic(`${where}: a healthy run`, await read());
  for (const { name, run } of contestants) {
    await run(lab);
    printTraffic(`${where}: ${name}`, await read());
  }
}

function printTraffic(what: string, { packets, bytes, mostToOne }: Traffic): void {
  const all = `${amount(packets, "packets")}, ${amount(bytes / 1000, "kB")}`;
  printFigure(`${what}, sent and received`, `${all}, at most ${mostToOne} to one host`);
}

const MOST_TO_ONE_HOST = 400;

async function dropped(what: string, rule: string, goalMs: number): Promise<void> {
  const network = siteAt(GOAL_AT_MS);
  hostOf(network, "firewall").filter = { forward: [rule] };
  await using lab = await Lab.start(network);
  const times: number[] = [];
  for (let run = 0; run < (QUICK ? 1 : 3); run++) {
    const { result, wallMs } = await timed(() => preflight(lab, FLAGS));
    times.push(wallMs);
    if (run > 0) continue;
    const { verdict, diagnosis } = JSON.parse(result.stdout) as Report;
    const [finding] = diagnosis.findings;
    print(`${what}: verdict`, verdict);
    print(`${what}: first finding (${finding?.verdict ?? "none"})`, finding?.suspects[0]?.device ?? "none");
  }
  printGoal(`${what}: whole process`, median(times), "ms", goalMs);
  const read = await countTraffic(lab);
  await preflight(lab, FLAGS);
  const traffic = await read();
  printTraffic(`${what}: the run`, traffic);
  printGoal(`${what}: most packets to one host`, traffic.mostToOne, "packets", MOST_TO_ONE_HOST);
  if (QUICK || rule !== "drop") return;
  const script = await timed(() => shell(lab, byHand(3)));
  printFigure(`${what}: the script, 3 s a question`, amount(script.wallMs, "ms"));
  printTraffic(`${what}: the script`, await read());
}

// A developer's own setting would have every one of these processes read a file of certificates.
delete process.env["NODE_EXTRA_CA_CERTS"];
for (const roundTripMs of ROUND_TRIPS_MS) await healthy(roundTripMs);
await dropped("firewall drops all", "drop", 8_000);
// The name server's own queries pass: what a new server meets whose rules are missing.
await dropped("firewall drops all of the node's", `ip saddr ${NODE_ADDRESS} drop`, 8_000);
await dropped("firewall drops 443 of the node's", `ip saddr ${NODE_ADDRESS} tcp dport 443 drop`, 6_000);
