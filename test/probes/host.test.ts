import { describe, expect, it } from "vitest";
import { host } from "../../src/probes/host.ts";
import type { World } from "../../src/world/world.ts";
import { loopbackWorld } from "../support/servers.ts";

/** A machine on which these programs print that, and these files hold that. */
function machine(programs: Record<string, string>, files: Record<string, string | Error> = {}): World {
  return {
    ...loopbackWorld(),
    run: (command) => Promise.resolve(programs[command]),
    readText: (file) => {
      const content = files[file];
      return content instanceof Error ? Promise.reject(content) : Promise.resolve(content);
    },
  };
}

const ask = (world: World, fact: "clock-service" | "resolvers") => {
  const signal = AbortSignal.timeout(1000);
  return host({ probe: "host", fact }, world, signal);
};

const TRACKING = "CB00710F,203.0.113.15,3,1704067200.1,0.000012345,0.00001,0.00002,-12.3,0.001,0.02,0.01,0.002,64.2,";

describe("the local time service", () => {
  it.each([
    [{ chronyc: `${TRACKING}Normal\n` }, "chronyd", "synchronised"],
    [{ chronyc: `${TRACKING}Not synchronised\n` }, "chronyd", "unsynchronised"],
    [{ ntpq: "leap=00, stratum=3, offset=0.123\n" }, "ntpd", "synchronised"],
    [{ ntpq: "leap=11, stratum=16, offset=0.000\n" }, "ntpd", "unsynchronised"],
    // Its own clock in the place of a server's.
    [{ chronyc: `7F7F0101,,10,1704067200.1,0.000000000,0,0,0,0,0,0,0,0,Normal\n` }, "chronyd", "unsynchronised"],
    [{ ntpq: "leap=00, stratum=6, offset=0.000, refid=LOCAL(0)\n" }, "ntpd", "unsynchronised"],
    [{ timedatectl: "yes\n" }, "systemd", "synchronised"],
    [{ timedatectl: "no\n" }, "systemd", "unsynchronised"],
  ])("%j is %s, %s", async (programs, service, state) => {
    expect(await ask(machine(programs), "clock-service")).toMatchObject({
      outcome: "known",
      evidence: { service, state },
    });
  });

  it("is unknown where no program tells", async () => {
    expect(await ask(machine({}), "clock-service")).toEqual({ outcome: "unknown" });
  });
});

describe("proxy variables", () => {
  it("are read where each program of the join finds them, without credentials", async () => {
    const files = {
      "/etc/environment": 'https_proxy="http://user:secret@10.0.0.9:3128"\nLANG=C\n',
      "/etc/systemd/system/containerd.service.d/proxy.conf":
        '[Service]\nEnvironment="HTTPS_PROXY=http://10.0.0.8:3128" "NO_PROXY=localhost,*.example.org"\n',
    };
    const world: World = {
      ...machine({}, files),
      proxyVariables: {},
      namesIn: (folder) =>
        Promise.resolve(folder === "/etc/systemd/system/containerd.service.d" ? ["proxy.conf", "README"] : []),
    };
    const seen = await host({ probe: "host", fact: "proxies" }, world, AbortSignal.timeout(1000));
    expect(seen.evidence).toEqual({
      fact: "proxies",
      environments: [
        {
          source: "/etc/environment",
          programs: ["wget", "curl", "edgeadm"],
          variables: { https_proxy: "10.0.0.9:3128" },
        },
        {
          source: "/etc/systemd/system/containerd.service.d/proxy.conf",
          programs: ["containerd"],
          variables: { HTTPS_PROXY: "10.0.0.8:3128", NO_PROXY: "localhost,*.example.org" },
        },
      ],
    });
  });
});

describe("the resolvers", () => {
  it("include those behind systemd's stub", async () => {
    const files = {
      "/etc/resolv.conf": "nameserver 127.0.0.53\n",
      "/run/systemd/resolve/resolv.conf": "nameserver 10.0.0.53\n",
    };
    expect(await ask(machine({}, files), "resolvers")).toMatchObject({
      evidence: { servers: ["127.0.0.53"], upstreams: ["10.0.0.53"] },
    });
  });

  it("are unknown, not none, where the file cannot be read", async () => {
    const denied = Object.assign(new Error("denied"), { code: "EACCES" });
    expect(await ask(machine({}, { "/etc/resolv.conf": denied }), "resolvers")).toEqual({
      outcome: "unknown",
      reason: "EACCES",
    });
  });
});

describe("the hosts file", () => {
  const text = `127.0.1.1 ${loopbackWorld().identity().hostname} alias-of-this-node
10.1.1.5 db.plant.example.com db
100.103.42.233 cs-anony-vpc.cn-hangzhou.aliyuncs.com other.example.com
10.1.1.6 api.plant.example.com
`;

  it("is kept as far as it was asked for", async () => {
    const request = { probe: "host", fact: "hosts-file", names: [".aliyuncs.com", "api.plant.example.com"] } as const;
    const world = machine({}, { "/etc/hosts": text });
    const seen = await host({ ...request, names: [...request.names] }, world, AbortSignal.timeout(1_000));
    expect(seen.evidence).toEqual({
      fact: "hosts-file",
      entries: [
        { ip: "127.0.1.1", names: [loopbackWorld().identity().hostname.toLowerCase()] },
        { ip: "100.103.42.233", names: ["cs-anony-vpc.cn-hangzhou.aliyuncs.com"] },
        { ip: "10.1.1.6", names: ["api.plant.example.com"] },
      ],
    });
  });
});

describe("a proxy's address", () => {
  it.each([
    ["http://user:p@ss@proxy:3128", "proxy:3128"],
    ["user:pass@proxy:3128", "proxy:3128"],
    ["http://user:pa/ss@proxy:3128", "malformed"],
    ["http://user:12/34@proxy:3128", "malformed"],
    ["http://user#x@proxy:3128", "malformed"],
    ["http://user?x@proxy:3128", "malformed"],
  ])("%s is shown as %s", async (value, shown) => {
    const world = { ...machine({}, {}), proxyVariables: { https_proxy: value } };
    const { evidence } = await host({ probe: "host", fact: "proxies" }, world, AbortSignal.timeout(1_000));
    expect(evidence).toMatchObject({ environments: [{ variables: { https_proxy: shown } }] });
  });
});
