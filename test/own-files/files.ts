import path from "node:path";
import { Lab } from "../lab/lab.ts";
import type { Topology } from "../lab/topology.ts";

/** Loopback addresses at which name servers listen: what glibc asks shows which of them it has read. */
export const SERVERS = ["127.0.0.1", "127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14", "127.0.0.64"];
export const MOST_SERVERS = 3;

export interface ComparedFiles {
  seed: number;
  isSame: boolean;
  conf: string;
  read: string[];
  list: string;
  own: string[];
  seen: { conf: string[]; hosts: string[] };
}

/** With an address that is no loopback: without one glibc asks for none. */
const ALONE: Topology = {
  hosts: { node: {}, other: {} },
  links: [
    {
      ends: [
        { host: "node", address: "10.1.1.10/24" },
        { host: "other", address: "10.1.1.1/24" },
      ],
    },
  ],
};
const TSX = import.meta.resolve("tsx");
const script = (name: string) => path.resolve(import.meta.dirname, name);

/** Drawn files, as glibc and as this tool read them. */
export async function compareFiles(first: number, count: number): Promise<ComparedFiles[]> {
  return await inLab<ComparedFiles>("getent.ts", first, count);
}

export interface ComparedProxies {
  seed: number;
  program: string;
  variables: Record<string, string>;
  url: string;
  seen: string;
  read: string;
}

/** Drawn proxy variables, as wget and curl heed them and as this tool reads them. */
export async function compareProxies(first: number, count: number): Promise<ComparedProxies[]> {
  return await inLab<ComparedProxies>("proxied.ts", first, count);
}

async function inLab<T>(file: string, first: number, count: number): Promise<T[]> {
  await using lab = await Lab.start(ALONE);
  const { code, stdout, stderr } = await lab.run(
    "node",
    [process.execPath, "--import", TSX, script(file), `${first}`, `${count}`],
    { files: { "/etc/resolv.conf": "", "/etc/hosts": "" } },
  );
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
