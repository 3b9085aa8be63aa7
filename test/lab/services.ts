import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Certificates } from "./certificates.ts";
import { REFLECTOR_PORT } from "../../src/catalogue/ports.ts";
import type { DnsService, Host, HttpService, HttpSite, NtpService, OddService, ReflectorService } from "./topology.ts";

/** A real server, configured in a folder of its own. Runs in the foreground, ended with its namespace. */
export interface Daemon {
  host: string;
  command: string[];
  /** Ready once something listens here. */
  ready: { protocol: "tcp" | "udp"; ip: string; port: number };
}

export async function configureServices(
  name: string,
  host: Host,
  folder: string,
  certificates: Certificates,
): Promise<Daemon[]> {
  return await Promise.all(
    (host.services ?? []).map(async (service, index) => {
      const home = path.join(folder, `${name}-${index}`);
      await mkdir(home, { recursive: true });
      switch (service.kind) {
        case "dns":
          return dnsDaemon(name, service, home);
        case "http":
          return httpDaemon(name, service, home, certificates);
        case "ntp":
          return ntpDaemon(name, host, service, home);
        case "odd":
          return oddDaemon(name, service);
        case "reflector":
          return reflectorDaemon(name, service, home);
      }
    }),
  );
}

function oddDaemon(host: string, { does, ip, port, protocol, takes = [] }: OddService): Daemon {
  const command = [process.execPath, path.join(import.meta.dirname, "odd-server.mjs"), does, ip, ...takes];
  return { host, command, ready: { protocol, ip, port } };
}

async function dnsDaemon(host: string, service: DnsService, home: string): Promise<Daemon> {
  const [ip = ""] = service.listen;
  const ready = { protocol: "udp" as const, ip, port: 53 };
  if (service.rcode === "SERVFAIL")
    return { host, command: [process.execPath, path.join(import.meta.dirname, "failing-dns.mjs"), ip], ready };
  const hosts = path.join(home, "hosts");
  await writeFile(hosts, "127.0.0.1 localhost\n");
  const options = [
    "--no-daemon",
    "--conf-file=/dev/null",
    "--no-resolv",
    // In the place of this machine's own.
    "--no-hosts",
    `--addn-hosts=${hosts}`,
    "--bind-interfaces",
    "--user=root",
    "--group=root",
    // dnsmasq answers REFUSED when it has neither records nor servers.
    "--cache-size=0",
    `--pid-file=${home}/pid`,
    ...service.listen.map((address) => `--listen-address=${address}`),
    ...Object.entries(service.records ?? {}).flatMap(([name, addresses]) =>
      addresses.map((address) => `--host-record=${name},${address}`),
    ),
    // What it has records of it knows all about; anything else there does not exist.
    ...(service.records === undefined ? [] : ["--local=/#/"]),
    ...Object.entries(service.forward ?? {}).map(([zone, server]) =>
      zone === "" ? `--server=${server}` : `--server=/${zone}/${server}`,
    ),
  ];
  return { host, command: ["dnsmasq", ...options], ready };
}

async function httpDaemon(
  host: string,
  service: HttpService,
  home: string,
  certificates: Certificates,
): Promise<Daemon> {
  const servers = await Promise.all(service.sites.map((site) => serverBlock(site, home, certificates)));
  const configuration = `
    daemon off; master_process off; user root; pid ${home}/pid; error_log ${home}/error.log;
    events { worker_connections 512; }
    http {
      access_log off; server_tokens off; server_names_hash_bucket_size 128;
      client_body_temp_path ${home}/body; proxy_temp_path ${home}/proxy; fastcgi_temp_path ${home}/fastcgi;
      uwsgi_temp_path ${home}/uwsgi; scgi_temp_path ${home}/scgi;
      ${servers.join("\n")}
    }`;
  await writeFile(path.join(home, "nginx.conf"), configuration);
  const [ip = ""] = service.listen;
  const port = service.sites[0]?.tlsPorts[0] ?? service.sites[0]?.ports[0] ?? 443;
  return {
    host,
    command: ["nginx", "-e", `${home}/error.log`, "-c", `${home}/nginx.conf`],
    ready: { protocol: "tcp", ip, port },
  };
}

async function serverBlock(site: HttpSite, home: string, certificates: Certificates): Promise<string> {
  const file = path.join(home, site.name);
  const issued = await certificates.issue(site.certificate);
  await Promise.all([writeFile(`${file}.crt`, issued.certificate), writeFile(`${file}.key`, issued.key)]);
  return `server {
    server_name ${site.name};
    ${site.ports.map((port) => `listen ${port};`).join(" ")}
    ${site.tlsPorts.map((port) => `listen ${port} ssl;`).join(" ")}
    ssl_certificate ${file}.crt; ssl_certificate_key ${file}.key;
    ${site.locations}
  }`;
}

/** One chronyd for all addresses of its host, its clock the machine's, which it does not touch. */
async function ntpDaemon(host: string, { addresses = [] }: Host, service: NtpService, home: string): Promise<Daemon> {
  const lines = [
    "allow all",
    "cmdport 0",
    "bindcmdaddress /",
    `pidfile ${home}/pid`,
    ...(service.synchronised ? ["local stratum 2"] : []),
  ];
  await writeFile(path.join(home, "chrony.conf"), lines.join("\n"));
  return {
    host,
    command: ["chronyd", "-d", "-x", "-u", "root", "-f", `${home}/chrony.conf`],
    ready: { protocol: "udp", ip: addresses[0] ?? "0.0.0.0", port: 123 },
  };
}

/** The one key of a lab, for its reflector and its nodes. */
export const LAB_KEY = "0123456789abcdef".repeat(4);
export const LAUNCHER = path.resolve(import.meta.dirname, "../../bin/edge-preflight.js");
/** The Node.js that the executable for this machine carries, where `scripts/build --standalone` has put it. */
export const EMBEDDED_NODE = path.resolve(
  import.meta.dirname,
  `../../node_modules/.cache/standalone/node-${process.arch}/bin/node`,
);

async function reflectorDaemon(
  host: string,
  { listen, allow, services = [], containers = [] }: ReflectorService,
  home: string,
): Promise<Daemon> {
  const key = path.join(home, "key");
  await writeFile(key, LAB_KEY, { mode: 0o600 });
  const options = [
    ["--listen", listen],
    ["--key-file", key],
    ...allow.map((cidr) => ["--allow", cidr]),
    ...services.map((service) => ["--service", service]),
    ...containers.map((cidr) => ["--container-cidr", cidr]),
  ];
  return {
    host,
    command: [process.execPath, LAUNCHER, "reflector", ...options.flat()],
    ready: { protocol: "udp", ip: listen, port: REFLECTOR_PORT },
  };
}
