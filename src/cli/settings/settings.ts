import { printable } from "../../wire/text.ts";
import { NTP_SERVERS } from "../../catalogue/endpoints.ts";
import { findRegion } from "../../catalogue/regions.ts";
import { DEFAULT_CLOUD_SERVICE_CIDR } from "../../catalogue/ranges.ts";
import type { WarningWords } from "../../catalogue/words/command-line-words.ts";
import type { Assumption } from "../../catalogue/words/words.ts";
import type { Limits, OwnEndpoint, Site } from "../../model/site.ts";
import { compareAddresses, isIpv4 } from "../../wire/cidr.ts";
import { localAddresses } from "../../world/files.ts";
import { rootsProblem } from "../../world/trust.ts";
import { DEFAULTS } from "./defaults.ts";
import { UsageError } from "../usage.ts";
import type { CheckOptions, SiteOptions } from "../options.ts";

export interface Settings {
  site: Site;
  /** What nobody said and was taken for granted. */
  assumptions: Assumption[];
}

export function resolveSite(options: SiteOptions & Partial<Omit<CheckOptions, "format">>): Settings {
  const { region } = options;
  if (region === undefined) throw new UsageError(({ usage }) => usage.regionNeeded);
  const sourceIp = sourceAddress(options.sourceIp, options.interface);
  const site: Site = {
    region,
    ...(options.clusterIds !== undefined && { cluster: options.clusterIds }),
    ...(options.clusterVersion !== undefined && { clusterVersion: options.clusterVersion }),
    networkPlugin: options.networkPlugin ?? DEFAULTS.networkPlugin,
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
    ...(options.endpoint !== undefined && { endpoints: differentlyNamed(options.endpoint) }),
    ...reflectorOf(options),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(options.interface !== undefined && { interface: options.interface }),
    timeoutMs: options.timeout ?? DEFAULTS.timeoutMs,
    retries: options.retries ?? DEFAULTS.retries,
    deadlineMs: (options.deadline ?? DEFAULTS.deadlineS) * 1000,
    ...(options.thorough === true && { thorough: true }),
    lineLimits: {
      loss: shares(options.lineLoss ?? DEFAULTS.lineLoss),
      roundTripMs: { ...(options.lineRtt ?? DEFAULTS.lineRtt) },
    },
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

/** By name: two of one name would be one check. */
function differentlyNamed(endpoints: readonly OwnEndpoint[]): OwnEndpoint[] {
  const names = endpoints.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(({ usage }) => usage.endpointTwice(twice));
  return [...endpoints].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function reflectorOf({ reflector, reflectorKeyFile }: Partial<CheckOptions>): Pick<Site, "reflector"> {
  if (reflector === undefined && reflectorKeyFile !== undefined)
    throw new UsageError(({ usage }) => usage.reflectorNeeded);
  if (reflector === undefined) return {};
  if (reflectorKeyFile === undefined) throw new UsageError(({ usage }) => usage.reflectorKeyNeeded);
  return { reflector };
}

/** Of percent. */
function shares({ warn, fail }: Limits): Limits {
  return { warn: warn / 100, fail: fail / 100 };
}

function unique(cidrs: string[] = []): string[] {
  return [...new Set(cidrs)].sort(compareAddresses);
}

/** The address to bind to, which must be this node's own: any other would make every connection fail for a local reason. */
function sourceAddress(sourceIp: string | undefined, name: string | undefined): string | undefined {
  const byInterface = new Map(
    [...localAddresses()].map(([each, addresses]) => [each, addresses.filter((address) => isIpv4(address))]),
  );
  if (name !== undefined && !byInterface.has(name))
    throw new UsageError(({ usage }) => usage.noInterface(printable(name), [...byInterface.keys()]));
  const available = name === undefined ? [...byInterface.values()].flat() : (byInterface.get(name) ?? []);
  if (sourceIp !== undefined && !available.includes(sourceIp))
    throw new UsageError(({ usage }) => usage.notAnAddressOf(sourceIp, name, available));
  if (name !== undefined && available.length === 0) throw new UsageError(({ usage }) => usage.noIpv4(name));
  return sourceIp ?? (name === undefined ? undefined : available[0]);
}

/** The user's own roots must be there; a stale NODE_EXTRA_CA_CERTS only leads to a warning, as in Node itself. */
export async function extraRoots(
  caFile: string | undefined,
  fromEnvironment: string | undefined,
  words: WarningWords,
): Promise<{ files: string[]; fromEnvironment: string[]; warnings: string[] }> {
  if (caFile !== undefined) {
    const problem = await rootsProblem(caFile);
    if (problem !== undefined) throw new UsageError(({ usage }) => usage.caFile(printable(caFile), problem));
  }
  const files = caFile === undefined ? [] : [caFile];
  if (fromEnvironment === undefined || fromEnvironment === "") return { files, fromEnvironment: [], warnings: [] };
  const problem = await rootsProblem(fromEnvironment);
  if (problem === undefined)
    return { files: [...files, fromEnvironment], fromEnvironment: [fromEnvironment], warnings: [] };
  return { files, fromEnvironment: [], warnings: [words.caIgnored(problem)] };
}
