import { setMaxListeners } from "node:events";
import { FLANNEL_PORT, inboundPortNumbers } from "../catalogue/ports.ts";
import type { Address, ReflectSaw } from "../model/probe.ts";
import type { HostPort } from "../model/site.ts";
import type { Probers } from "../probes/prober.ts";
import {
  blockToken,
  decodeRequest,
  deliveryToken,
  encodeReply,
  equalBytes,
  expectedToken,
  FULL_VXLAN_BYTES,
  serviceToken,
  SMALL_VXLAN_BYTES,
  TOKEN_BYTES,
  vxlanPacket,
  type ReflectorRequest,
  type MessageAuthenticator,
} from "../wire/reflector-message.ts";
import { firstHostOf } from "../wire/cidr.ts";
import { printable } from "../wire/text.ts";
import type { Result, ReflectorPort, World } from "../world/world.ts";
import { ExpectedDatagrams } from "./expected.ts";
import { Guard, type Refusal } from "./guard.ts";
import type { LogLine, Reflection } from "./log.ts";
import { Work } from "./work.ts";

export interface ReflectorOptions {
  listen: Address;
  /** The nodes' blocks: nobody else is heard, and nothing else is ever sent to. */
  allow: readonly string[];
  /** What the nodes may have tried from here, fixed at the start. */
  services: readonly HostPort[];
  /** Blocks of containers that the nodes may have walked towards, fixed at the start as well. */
  containers: readonly string[];
  world: World;
  port: ReflectorPort;
  /** The key of the node with this address, which may be the same for all. */
  authenticatorOf: (node: string) => MessageAuthenticator;
  probers: Probers;
  log: (line: LogLine) => void;
}

/** A node waits about three seconds for its answer, and what it asks for takes up to two. */
const LIMITS = { atOnce: 512, atOncePerNode: 64, maxWaiting: 20_000, maxWaitMs: 2_000 };
const CONNECT_WAIT_MS = 2_200;
const WALK_WAIT_MS = 3_300;
/** Nobody waits for it but the log. */
const CALM_WALK_WAIT_MS = 15_000;
const MAX_TTL = 12;
/** Refusals are told of in one line a second, so that a flood fills no disk. */
const REFUSALS_EVERY_MS = 1_000;

/** Serves until it is closed. @returns an errno when the address cannot be listened on. */
export async function serve(options: ReflectorOptions): Promise<Result<{ address: Address; close(): void }>> {
  const { world, port, authenticatorOf: authenticatorOf, log } = options;
  const { clock } = world;
  const at = () => new Date(clock.epochMs()).toISOString();
  const guard = new Guard(options.allow, { elapsedMs: clock.elapsedMs(), epochMs: clock.epochMs() });
  const stopping = new AbortController();
  // Hundreds of connections wait on the one signal.
  setMaxListeners(0, stopping.signal);
  let refusals: Partial<Record<Refusal, number>> = {};
  const refuse = (reason: Refusal) => {
    refusals[reason] = (refusals[reason] ?? 0) + 1;
  };
  const tellRefusals = () => {
    if (Object.keys(refusals).length === 0) return;
    log({ event: "refused", at: at(), counts: refusals });
    refusals = {};
  };
  const work = new Work(
    LIMITS,
    () => clock.elapsedMs(),
    () => {
      refuse("busy");
    },
  );

  const expected = new ExpectedDatagrams(port, clock);
  const opened = await port.openUdpServer(options.listen, (datagram, from, send) => {
    const refused = guard.admit(datagram, from.ip, clock.elapsedMs());
    if (refused !== undefined) {
      refuse(refused);
      return;
    }
    const request = decodeRequest(datagram, authenticatorOf);
    if (request === undefined) {
      refuse("not-authentic");
      return;
    }
    const answer = (result: Reflection) => {
      const { run, ask, protocol } = request;
      const asked = subjectOf(request, options);
      log({ event: "done", at: at(), run, from: from.ip, ask, protocol, ...asked, ...result });
      send(encodeReply(request, result, authenticatorOf(request.source)));
    };
    const now = { elapsedMs: clock.elapsedMs(), epochMs: clock.epochMs() };
    const unacceptable = guard.accept(request, from.ip, now);
    if (unacceptable === "translated") answer({ saw: "translated", source: from.ip });
    else if (unacceptable !== undefined) refuse(unacceptable);
    else if (!isOffered(request, options)) refuse("not-offered");
    else if (
      !work.add(from.ip, async () => {
        try {
          answer(await act(request, from, options, expected, stopping.signal));
        } catch (error) {
          log({ event: "failed", at: at(), run: request.run, reason: printable(String(error)) });
        }
      })
    )
      refuse("busy");
  });
  if (!opened.ok) return opened;
  const { address } = opened.value;
  log({
    event: "started",
    at: at(),
    listen: `${address.ip}:${address.port}`,
    allow: options.allow,
    services: options.services.map(({ host, port: number }) => `${host}:${number}`),
    ...(options.containers.length > 0 && { containers: options.containers }),
  });
  const stopTelling = clock.every(REFUSALS_EVERY_MS, tellRefusals);
  const close = () => {
    stopping.abort();
    stopTelling();
    opened.value.close();
    tellRefusals();
    log({ event: "stopped", at: at() });
  };
  return { ok: true, value: { address, close } };
}

/** The five ports of the reference and no others; of services only those that were given at the start. */
function isOffered(request: ReflectorRequest, options: ReflectorOptions): boolean {
  const { ask, protocol, port } = request;
  if (ask === "service") return serviceFor(request, options) !== undefined;
  if (ask === "container-walk") return protocol === "tcp" && blockFor(request, options) !== undefined;
  if (ask === "expect") return protocol === "udp" && port === FLANNEL_PORT;
  if ((ask === "connect" || ask === "calm-walk") && protocol !== "tcp") return false;
  if (ask === "datagram" && protocol !== "udp") return false;
  return inboundPortNumbers(protocol).includes(port);
}

function serviceFor({ service, source }: ReflectorRequest, options: ReflectorOptions): HostPort | undefined {
  const authenticator = options.authenticatorOf(source);
  return options.services.find((each) => equalBytes(serviceToken(each.host, each.port, authenticator), service));
}

function blockFor({ service, source }: ReflectorRequest, options: ReflectorOptions): string | undefined {
  const authenticator = options.authenticatorOf(source);
  return options.containers.find((cidr) => equalBytes(blockToken(cidr, authenticator), service));
}

/** For the log: what a request was about, in the reflector's own words. */
function subjectOf(request: ReflectorRequest, options: ReflectorOptions): { host?: string; port?: number } {
  if (request.ask === "service") return serviceFor(request, options) ?? {};
  if (request.ask !== "container-walk") return { port: request.port };
  const host = blockFor(request, options);
  return { ...(host !== undefined && { host }), port: request.port };
}

/** Only ever towards the address that the request came from; of containers with a small TTL, and into their block alone. */
async function act(
  request: ReflectorRequest,
  from: Address,
  options: ReflectorOptions,
  expected: ExpectedDatagrams,
  signal: AbortSignal,
): Promise<Reflection> {
  const { port } = options;
  const to = { ip: from.ip, port: request.port };
  const token = (bytes: number) => deliveryToken(request, bytes, options.authenticatorOf(request.source));
  switch (request.ask) {
    case "connect":
      return { saw: outcomeOf(await port.deliver(to, token(TOKEN_BYTES), CONNECT_WAIT_MS, signal)) };
    case "datagram": {
      // As large as the request, so that nothing is made larger on anybody's account.
      const packets = [SMALL_VXLAN_BYTES, request.size].map((bytes) => vxlanPacket(token(bytes), bytes));
      return { saw: outcomeOf(await port.deliverDatagrams(to, packets)) };
    }
    case "walk":
    case "calm-walk":
      return await walk(request, to, options, signal);
    case "container-walk": {
      const block = blockFor(request, options);
      if (block === undefined) return { saw: "not-asked" };
      return await walk(request, { ip: firstHostOf(block), port: request.port }, options, signal);
    }
    case "expect": {
      const authenticator = options.authenticatorOf(request.source);
      const of = (bytes: number) => expectedToken(request, bytes, authenticator);
      return { saw: await expected.waitFor(request.port, of(SMALL_VXLAN_BYTES), of(FULL_VXLAN_BYTES), signal) };
    }
    case "service": {
      const service = serviceFor(request, options);
      if (service === undefined) return { saw: "not-asked" };
      return { saw: outcomeOf(await port.connects(service, CONNECT_WAIT_MS, signal)) };
    }
  }
}

async function walk(
  { protocol, ask }: ReflectorRequest,
  to: Address,
  { world, probers }: ReflectorOptions,
  signal: AbortSignal,
): Promise<Reflection> {
  const isCalm = ask === "calm-walk";
  const waitMs = isCalm ? CALM_WALK_WAIT_MS : WALK_WAIT_MS;
  const { outcome, evidence } = await probers.hops(
    { probe: "hops", protocol, to, maxTtl: MAX_TTL, thorough: true, ...(isCalm && { calm: true }) },
    world,
    AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
  );
  const hops = evidence?.hops.map(({ ttl, reply, address, icmpCode }): [number, string, string?, number?] =>
    icmpCode === undefined
      ? address === undefined
        ? [ttl, reply]
        : [ttl, reply, address]
      : [ttl, reply, address, icmpCode],
  );
  return { saw: outcome, ...(hops !== undefined && { hops }) };
}

function outcomeOf(errno: string | undefined): ReflectSaw {
  switch (errno) {
    case undefined:
      return "open";
    case "ECONNREFUSED":
    case "ECONNRESET":
      return "refused";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "unreachable";
    case "ETIMEDOUT":
      return "timed-out";
    default:
      return "local-error";
  }
}
