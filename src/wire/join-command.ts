/** What the console's join script says of the cluster; nothing else of it is kept, its token least of all. */
export interface JoinFacts {
  region?: string;
  clusterVersion?: string;
  networkPlugin?: string;
  selfHostNtp?: boolean;
  /** "private" over a dedicated line, "basic" over the Internet. */
  interconnectMode?: string;
  interface?: string;
}

/** @param script as copied from the console: `wget …/attach/<version>/…` and `edgeadm join --region=… --node-spec='{…}'`. */
export function readJoinCommand(script: string): JoinFacts {
  const region = argument(script, "region") ?? /\baliacs-k8s-([a-z0-9-]+)\.oss-/.exec(script)?.[1];
  const clusterVersion = /\/attach\/(\d+\.\d+[^/\s"']*)\//.exec(script)?.[1];
  const spec = nodeSpec(argument(script, "node-spec"));
  const addons = Array.isArray(spec["allowedClusterAddons"]) ? spec["allowedClusterAddons"] : [];
  const plugin = addons.includes("flannel")
    ? "flannel"
    : addons.some((addon) => typeof addon === "string" && addon.startsWith("terway"))
      ? "terway-edge"
      : undefined;
  const text = (key: string) => (typeof spec[key] === "string" && spec[key] !== "" ? spec[key] : undefined);
  const mode = text("interconnectMode");
  const nodeInterface = text("nodeIface");
  return {
    ...(region !== undefined && { region }),
    ...(clusterVersion !== undefined && { clusterVersion }),
    ...(plugin !== undefined && { networkPlugin: plugin }),
    ...(typeof spec["selfHostNtpServer"] === "boolean" && { selfHostNtp: spec["selfHostNtpServer"] }),
    ...(mode !== undefined && { interconnectMode: mode }),
    ...(nodeInterface !== undefined && { interface: nodeInterface }),
  };
}

/** A long option's value as a shell would hand it over: bare, in single quotes, or in double quotes with escapes. */
function argument(script: string, name: string): string | undefined {
  const found = new RegExp(`--${name}(?:=|\\s+)(?:'([^']*)'|"((?:[^"\\\\]|\\\\.)*)"|([^\\s'"]+))`, "s").exec(script);
  if (found === null) return undefined;
  const [, single, double, bare] = found;
  return single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? bare;
}

function nodeSpec(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A script that was cut or quoted otherwise still says its region and version.
    return {};
  }
}
