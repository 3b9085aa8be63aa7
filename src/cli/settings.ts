import { NTP_SERVERS } from "../catalogue/endpoints.ts";
import { findRegion } from "../catalogue/regions.ts";
import { DEFAULT_CLOUD_SERVICE_CIDR } from "../catalogue/ranges.ts";
import type { Assumption } from "../catalogue/words/words.ts";
import type { Site } from "../model/site.ts";
import { compareAddresses, isIpv4 } from "../wire/cidr.ts";
import { caFileProblem, localAddresses } from "../world/files.ts";
import { UsageError } from "./exit.ts";
import type { CheckOptions, SiteOptions } from "./options.ts";

const DEFAULT_TIMEOUT_MS = 3_000;
const DEFAULT_RETRIES = 1;
const DEFAULT_DEADLINE_S = 60;

export interface Settings {
  site: Site;
  /** What nobody said and was taken for granted. */
  assumptions: Assumption[];
}

export function resolveSite(options: SiteOptions & Partial<Omit<CheckOptions, "format">>): Settings {
  const { region } = options;
  if (region === undefined) throw new UsageError("--region is required: a region ID such as cn-hangzhou");
  const sourceIp = sourceAddress(options.sourceIp, options.interface);
  const site: Site = {
    region,
    ...(options.clusterVersion !== undefined && { clusterVersion: options.clusterVersion }),
    networkPlugin: options.networkPlugin ?? "flannel",
    ...(options.apiServer !== undefined && { apiServer: options.apiServer }),
    vpcCidrs: unique(options.vpcCidr),
    dataCenterCidrs: unique(options.dataCenterCidr),
    containerCidrs: unique(options.containerCidr),
    podCidrs: unique(options.podCidr),
    serviceCidrs: unique(options.serviceCidr),
    cloudServiceCidrs: unique(options.cloudServiceCidr ?? [DEFAULT_CLOUD_SERVICE_CIDR]),
    selfHostNtp: options.selfHostNtp ?? false,
    ntpServers: [...new Set(options.ntpServer ?? NTP_SERVERS)],
    dnsServers: [...new Set(options.dnsServer)],
    hops: [...(options.hop ?? [])],
    ...reflectorOf(options),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(options.interface !== undefined && { interface: options.interface }),
    timeoutMs: options.timeout ?? DEFAULT_TIMEOUT_MS,
    retries: options.retries ?? DEFAULT_RETRIES,
    deadlineMs: (options.deadline ?? DEFAULT_DEADLINE_S) * 1000,
  };
  const { registryRoutes = [], ossRanges = [] } = findRegion(region) ?? {};
  const assumptions: Assumption[] = [
    ...(registryRoutes.length === 0 ? (["registry-ranges"] as const) : []),
    ...(ossRanges.length === 0 ? (["oss-ranges"] as const) : []),
    ...(options.clusterVersion === undefined ? (["cluster-version"] as const) : []),
    ...(options.networkPlugin === undefined ? (["network-plugin"] as const) : []),
  ];
  return { site, assumptions };
}

function reflectorOf({ reflector, reflectorKeyFile }: Partial<CheckOptions>): Pick<Site, "reflector"> {
  if (reflector === undefined && reflectorKeyFile !== undefined)
    throw new UsageError("--reflector is required with --reflector-key-file: the reflector's address");
  if (reflector === undefined) return {};
  if (reflectorKeyFile === undefined)
    throw new UsageError(
      "--reflector-key-file is required with --reflector: the key that the reflector was started with",
    );
  return { reflector };
}

function unique(cidrs: string[] = []): string[] {
  return [...new Set(cidrs)].sort(compareAddresses);
}

/** The address to bind to, which must be this node's own: any other would make every connection fail for a local reason. */
function sourceAddress(sourceIp: string | undefined, name: string | undefined): string | undefined {
  const byInterface = new Map(
    [...localAddresses()].map(([each, addresses]) => [each, addresses.filter((address) => isIpv4(address))]),
  );
  const accepted = (words: Iterable<string>) => `accepted: ${[...words].join(", ")}`;
  if (name !== undefined && !byInterface.has(name))
    throw new UsageError(`--interface '${name}': no such interface with an address; ${accepted(byInterface.keys())}`);
  const available = name === undefined ? [...byInterface.values()].flat() : (byInterface.get(name) ?? []);
  if (sourceIp !== undefined && !available.includes(sourceIp))
    throw new UsageError(`--source-ip '${sourceIp}': not an address of ${name ?? "this node"}; ${accepted(available)}`);
  if (name !== undefined && available.length === 0)
    throw new UsageError(`--interface '${name}': it has no IPv4 address`);
  return sourceIp ?? (name === undefined ? undefined : available[0]);
}

/** The user's own roots must be there; a stale NODE_EXTRA_CA_CERTS only leads to a remark, as in Node itself. */
export function extraRoots(
  caFile: string | undefined,
  fromEnvironment: string | undefined,
): { files: string[]; remarks: string[] } {
  if (caFile !== undefined) {
    const problem = caFileProblem(caFile);
    if (problem !== undefined)
      throw new UsageError(`--ca-file '${caFile}': ${problem}; accepted: a file of PEM certificates`);
  }
  const files = caFile === undefined ? [] : [caFile];
  if (fromEnvironment === undefined || fromEnvironment === "") return { files, remarks: [] };
  const problem = caFileProblem(fromEnvironment);
  if (problem === undefined) return { files: [...files, fromEnvironment], remarks: [] };
  return { files, remarks: [`NODE_EXTRA_CA_CERTS is ignored: ${problem}`] };
}
