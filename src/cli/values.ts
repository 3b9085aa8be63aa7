import { API_SERVER_PORT, NTP_PORT } from "../catalogue/endpoints.ts";
import { REFLECTOR_PORT } from "../catalogue/ports.ts";
import { findRegion, REGIONS } from "../catalogue/regions.ts";
import type { ValueWords } from "../catalogue/words/command-line-words.ts";
import type { Device } from "../model/device.ts";
import type { Address } from "../model/probe.ts";
import {
  BRANCHES,
  ENDPOINT_SCHEMES,
  type ClusterVersion,
  type EndpointScheme,
  type HopDeclaration,
  type HostPort,
  type Limits,
  type OwnEndpoint,
} from "../model/site.ts";
import { isIp, isIpv4, networkOf, parseIpv4Cidr } from "../wire/cidr.ts";
import { nearest } from "../wire/nearest.ts";
import { ValueError } from "./usage.ts";

/** One parser an option's value: each says what is accepted when it is not. */
type Parser<T> = (text: string) => T;

export const region: Parser<string> = (text) => {
  if (findRegion(text) !== undefined) return text;
  const near = nearest(
    text,
    REGIONS.map(({ id }) => id),
  );
  throw new ValueError(({ values }) => values.region(near));
};

/** The console shows 1.30.7-aliyun.1; the ports depend on the first two numbers, the install package on all of it. */
export const clusterVersion: Parser<ClusterVersion> = (text) => {
  const match = /^v?((\d{1,2})\.(\d{1,3})(?:\.(\d{1,3})(?:-[a-z0-9]+(?:\.[a-z0-9]+)*)?)?)$/.exec(text);
  const [, version, major, minor, patch] = match ?? [];
  if (version === undefined || major !== "1") throw new ValueError(({ values }) => values.clusterVersion);
  return { major: 1, minor: Number(minor), ...(patch !== undefined && { patch: Number(patch) }), text: version };
};

export const hostPort: Parser<HostPort> = (text) => {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text);
  const address = match?.[1] ?? match?.[2];
  // An IPv6 address without brackets has no room for a port.
  if (isIp(text)) return { host: text, port: API_SERVER_PORT };
  if (address === undefined) throw new ValueError(({ values }) => values.hostPort(API_SERVER_PORT));
  return { host: host(address), port: match?.[3] === undefined ? API_SERVER_PORT : port(match[3]) };
};

/** A reflector has an address before it has a name. */
export const reflectorAddress: Parser<Address> = (text) => {
  const [, ip = "", digits] = /^([\d.]+)(?::(\d+))?$/.exec(text) ?? [];
  if (!isIpv4(ip)) throw new ValueError(({ values }) => values.reflectorAddress(REFLECTOR_PORT));
  return { ip, port: digits === undefined ? REFLECTOR_PORT : port(digits) };
};

const port: Parser<number> = (text) => {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= 1 && value <= 65_535) return value;
  throw new ValueError(({ values }) => values.port);
};

/** RFC 1123. A name of digits and dots alone is a mistyped address. */
export const host: Parser<string> = (text) => {
  if (isIp(text)) return text;
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  const valid = name.length <= 253 && name.split(".").every((part) => label.test(part)) && !/^[\d.]+$/.test(name);
  if (!valid) throw new ValueError(({ values }) => values.host);
  return name.toLowerCase();
};

/** The NTP exchange is made over IPv4. */
export const hostOverIpv4: Parser<string> = (text) => {
  if (text.includes(":")) throw new ValueError(({ values }) => values.hostOverIpv4);
  return host(text);
};

export const ip: Parser<string> = (text) => {
  if (!isIp(text)) throw new ValueError(({ values }) => values.ip);
  return text;
};

export const ipv4: Parser<string> = (text) => {
  if (!isIpv4(text)) throw new ValueError(({ values }) => values.ipv4);
  return text;
};

export const cidr: Parser<string> = (text) => {
  const canonical = parseIpv4Cidr(text);
  if (canonical !== undefined) return canonical;
  const meant = networkOf(text);
  throw new ValueError(({ values }) => (meant === undefined ? values.cidr : values.hostBits(meant)));
};

/** The devices that can be a hop of the path. */
export const HOP_DEVICES = ["core-switch", "firewall", "vbr", "ecr-cen", "vpc-route-table"] as const satisfies Device[];

export const hopDeclaration: Parser<HopDeclaration> = (text) => {
  const [name = "", address = "", ...rest] = text.split("=");
  const device = HOP_DEVICES.find((each) => each === name);
  if (device === undefined || rest.length > 0) throw new ValueError(({ values }) => values.hop(HOP_DEVICES));
  return { device, cidr: isIpv4(address) ? `${address}/32` : cidr(address) };
};

const DEFAULT_PORTS: Partial<Record<EndpointScheme, number>> = { https: 443, http: 80, ntp: NTP_PORT };

/** Such as mirror=https://mirror.corp.example:8443, with "#line" where its address does not tell where it is. */
export const endpoint: Parser<OwnEndpoint> = (text) => {
  const match =
    /^([a-z0-9](?:-?[a-z0-9]){0,31})=([a-z]+):\/\/(?:\[([^\]]+)\]|([^:/#@]+))(?::(\d+))?\/?(?:#([a-z]+))?$/.exec(text);
  const scheme = ENDPOINT_SCHEMES.find((each) => each === match?.[2]);
  const address = match?.[3] ?? match?.[4];
  const via = BRANCHES.find((each) => each === match?.[6]);
  if (match?.[1] === undefined || scheme === undefined || address === undefined || via !== match[6])
    throw new ValueError(({ values }) => values.endpoint(ENDPOINT_SCHEMES, BRANCHES));
  const given = match[5] === undefined ? DEFAULT_PORTS[scheme] : port(match[5]);
  if (given === undefined) throw new ValueError(({ values }) => values.endpointPort(scheme));
  // What is asked is asked over IPv4, as of all the others.
  return { name: match[1], scheme, host: hostOverIpv4(address), port: given, ...(via !== undefined && { via }) };
};

export const wholeNumber =
  (unit: Parameters<ValueWords["wholeNumber"]>[0], min: number, max: number): Parser<number> =>
  (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new ValueError(({ values }) => values.wholeNumber(unit, min, max));
  };

/** Two bounds: from the first on there is a warning, from the second on a failure. */
export const limits =
  (unit: Parameters<ValueWords["limits"]>[0], max: number): Parser<Limits> =>
  (text) => {
    const [, warn, fail] = /^(\d{1,5}(?:\.\d{1,3})?),(\d{1,5}(?:\.\d{1,3})?)$/.exec(text) ?? [];
    const both = { warn: Number(warn), fail: Number(fail) };
    if (both.warn > 0 && both.warn <= both.fail && both.fail <= max) return both;
    throw new ValueError(({ values }) => values.limits(unit, max));
  };

export const oneOf =
  <T extends string>(words: readonly T[]): Parser<T> =>
  (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new ValueError(({ values }) => values.accepted(words));
    return word;
  };

export const text: Parser<string> = (value) => {
  if (value === "") throw new ValueError(({ values }) => values.empty);
  return value;
};

/** So many, or a share of all in percent. */
export const countOrShare: Parser<{ count: number } | { percent: number }> = (text) => {
  const [, digits, percent] = /^(\d{1,7}(?:\.\d{1,3})?)(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (digits !== undefined && percent === "%" && value <= 100) return { percent: value };
  if (digits !== undefined && percent === "" && Number.isInteger(value)) return { count: value };
  throw new ValueError(({ usage }) => usage.fleet.maxNotReady);
};
