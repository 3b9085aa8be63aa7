/** The system tools that the join installs online when they are missing. */
export interface SystemTool {
  /** The reference's name for it, the subject of its check. */
  name: string;
  /** Any one of them proves the tool. */
  binaries: readonly string[];
  packages: Record<PackageFamily, readonly string[]>;
}

export type PackageFamily = "apt" | "yum";

/**
 * The first package of a family is the one to install; further ones count as the tool too. Debian has no `iproute`,
 * `crontabs` or `conntrack-tools`: the packages are iproute2, cron and conntrack.
 */
export const SYSTEM_TOOLS: readonly SystemTool[] = [
  { name: "net-tools", binaries: ["netstat", "ifconfig"], packages: { apt: ["net-tools"], yum: ["net-tools"] } },
  { name: "iproute", binaries: ["ip"], packages: { apt: ["iproute2"], yum: ["iproute"] } },
  {
    name: "chrony",
    binaries: ["chronyd", "ntpdate"],
    packages: { apt: ["chrony", "ntpdate", "ntpsec-ntpdate"], yum: ["chrony", "ntpdate"] },
  },
  { name: "crontabs", binaries: ["crontab"], packages: { apt: ["cron"], yum: ["crontabs", "cronie"] } },
  { name: "pciutils", binaries: ["lspci"], packages: { apt: ["pciutils"], yum: ["pciutils"] } },
  { name: "socat", binaries: ["socat"], packages: { apt: ["socat"], yum: ["socat"] } },
  { name: "ebtables", binaries: ["ebtables"], packages: { apt: ["ebtables"], yum: ["ebtables", "iptables-ebtables"] } },
  { name: "iptables", binaries: ["iptables"], packages: { apt: ["iptables"], yum: ["iptables", "iptables-nft"] } },
  { name: "conntrack-tools", binaries: ["conntrack"], packages: { apt: ["conntrack"], yum: ["conntrack-tools"] } },
];

const APT_DISTRIBUTIONS = new Set(["debian", "ubuntu"]);
const YUM_DISTRIBUTIONS = new Set([
  "rhel",
  "centos",
  "fedora",
  "anolis",
  "alinux",
  "kylin",
  "uos",
  "rocky",
  "almalinux",
  "openeuler",
]);

/**
 * @param database the package database that is there, which decides: a distribution may be derived from one family and ship
 *   the tools of the other.
 * @param ids os-release's ID, then its ID_LIKE words.
 */
export function packageFamily(database: string | undefined, ids: readonly string[]): PackageFamily | undefined {
  if (database === "dpkg") return "apt";
  if (database === "rpm") return "yum";
  for (const id of ids.map((each) => each.toLowerCase())) {
    if (APT_DISTRIBUTIONS.has(id)) return "apt";
    if (YUM_DISTRIBUTIONS.has(id)) return "yum";
  }
  return undefined;
}

export function installCommand(family: PackageFamily, tools: readonly SystemTool[]): string {
  const packages = tools.map((tool) => tool.packages[family][0]).join(" ");
  return family === "apt" ? `apt-get install -y ${packages}` : `yum install -y ${packages}`;
}
