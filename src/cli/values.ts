import { InvalidArgumentError } from "commander";
import { API_SERVER_PORT } from "../catalogue/endpoints.ts";
import { REFLECTOR_PORT } from "../catalogue/ports.ts";
import { findRegion, REGIONS } from "../catalogue/regions.ts";
import type { Device } from "../model/device.ts";
import type { Address } from "../model/probe.ts";
import type { ClusterVersion, HopDeclaration, HostPort, NetworkPlugin } from "../model/site.ts";
import { isIp, isIpv4, networkOf, parseIpv4Cidr } from "../wire/cidr.ts";
import { nearest } from "../wire/nearest.ts";

/** One parser an option's value: each says what is accepted when it is not. */
type Parser<T> = (text: string) => T;

export const region: Parser<string> = (text) => {
  if (findRegion(text) !== undefined) return text;
  const near = nearest(
    text,
    REGIONS.map(({ id }) => id),
  );
  throw new InvalidArgumentError(`Not a known region ID; nearest: ${near.join(", ")}.`);
};

/** The console shows 1.30.7-aliyun.1; the ports depend on the first two numbers, the install package on all of it. */
export const clusterVersion: Parser<ClusterVersion> = (text) => {
  const match = /^v?((\d{1,2})\.(\d{1,3})(?:\.(\d{1,3})(?:-[a-z0-9]+(?:\.[a-z0-9]+)*)?)?)$/.exec(text);
  const [, version, major, minor, patch] = match ?? [];
  if (version === undefined || major !== "1")
    throw new InvalidArgumentError("Give the cluster's Kubernetes version, such as 1.30 or 1.30.7-aliyun.1.");
  return { major: 1, minor: Number(minor), ...(patch !== undefined && { patch: Number(patch) }), text: version };
};

export const networkPlugin: Parser<NetworkPlugin> = (text) => {
  if (text === "flannel" || text === "terway-edge") return text;
  throw new InvalidArgumentError("Accepted: flannel, terway-edge.");
};

export const hostPort: Parser<HostPort> = (text) => {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text);
  const address = match?.[1] ?? match?.[2];
  // An IPv6 address without brackets has no room for a port.
  if (isIp(text)) return { host: text, port: API_SERVER_PORT };
  if (address === undefined)
    throw new InvalidArgumentError(
      `Give a host name or an address, with an optional port: 192.168.0.10:${API_SERVER_PORT}.`,
    );
  return { host: host(address), port: match?.[3] === undefined ? API_SERVER_PORT : port(match[3]) };
};

/** A reflector has an address before it has a name. */
export const reflectorAddress: Parser<Address> = (text) => {
  const [, ip = "", digits] = /^([\d.]+)(?::(\d+))?$/.exec(text) ?? [];
  if (!isIpv4(ip))
    throw new InvalidArgumentError(`Give an IPv4 address, with an optional port: 192.168.0.20:${REFLECTOR_PORT}.`);
  return { ip, port: digits === undefined ? REFLECTOR_PORT : port(digits) };
};

const port: Parser<number> = (text) => {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= 1 && value <= 65_535) return value;
  throw new InvalidArgumentError("A port is a number from 1 to 65535.");
};

/** RFC 1123. A name of digits and dots alone is a mistyped address. */
export const host: Parser<string> = (text) => {
  if (isIp(text)) return text;
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  const valid = name.length <= 253 && name.split(".").every((part) => label.test(part)) && !/^[\d.]+$/.test(name);
  if (!valid) throw new InvalidArgumentError("Not a host name or an IP address.");
  return name.toLowerCase();
};

/** The NTP exchange is made over IPv4. */
export const hostOverIpv4: Parser<string> = (text) => {
  if (text.includes(":")) throw new InvalidArgumentError("Not a host name or an IPv4 address.");
  return host(text);
};

export const ip: Parser<string> = (text) => {
  if (!isIp(text)) throw new InvalidArgumentError("Not an IP address, such as 10.0.0.53.");
  return text;
};

export const ipv4: Parser<string> = (text) => {
  if (!isIpv4(text)) throw new InvalidArgumentError("Not an IPv4 address, such as 10.0.0.5.");
  return text;
};

export const cidr: Parser<string> = (text) => {
  const canonical = parseIpv4Cidr(text);
  if (canonical !== undefined) return canonical;
  const meant = networkOf(text);
  throw new InvalidArgumentError(
    meant === undefined
      ? "Not an IPv4 CIDR block, such as 192.168.0.0/16."
      : `It has host bits set; the block is ${meant}.`,
  );
};

/** The devices that can be a hop of the path. */
export const HOP_DEVICES = ["core-switch", "firewall", "vbr", "ecr-cen", "vpc-route-table"] as const satisfies Device[];

export const hopDeclaration: Parser<HopDeclaration> = (text) => {
  const [name = "", address = "", ...rest] = text.split("=");
  const device = HOP_DEVICES.find((each) => each === name);
  if (device === undefined || rest.length > 0)
    throw new InvalidArgumentError(
      `Give <device>=<ip|cidr>, such as firewall=10.0.12.2; devices: ${HOP_DEVICES.join(", ")}.`,
    );
  return { device, cidr: isIpv4(address) ? `${address}/32` : cidr(address) };
};

export const wholeNumber =
  (unit: string, min: number, max: number): Parser<number> =>
  (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`A whole number${unit === "" ? "" : ` of ${unit}`} from ${min} to ${max}.`);
  };

export const oneOf =
  <T extends string>(words: readonly T[]): Parser<T> =>
  (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new InvalidArgumentError(`Accepted: ${words.join(", ")}.`);
    return word;
  };

export const text: Parser<string> = (value) => {
  if (value === "") throw new InvalidArgumentError("It is empty.");
  return value;
};
