/** Where a package manager fetches from, as it has resolved it itself or would. */
export interface PackageSource {
  /** As its manager calls it: suite and components, or the repository's ID. */
  name: string;
  format: "deb" | "rpm";
  /** What the index is under; absent where a list of mirrors says so. */
  base?: string;
  mirrors?: { kind: "mirrorlist" | "metalink"; url: string };
  /** Of a Debian archive: the lists of packages, relative to the base, without what they are compressed by. */
  lists: string[];
  proxy?: string;
  /** Whether the server's certificate need not be one that the system trusts. */
  anyCertificate?: true;
  /** Its manager goes on without it. */
  optional?: true;
  /** The URL, or the proxy's, has a name and a password, which are not kept. */
  credentials?: true;
  /** What keeps it from being asked: no HTTP, or a program decides the proxy. */
  unasked?: "local" | "method" | "proxy-program";
}
