import { describe, expect } from "vitest";
import { hostOf } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { checkOf, outcomes, parseReport } from "../support/report.ts";
import { Lab } from "./lab.ts";
import { preflight } from "./node.ts";
import { NAMES, referenceSite, SITE_FLAGS } from "./reference-site.ts";
import type { HttpSite, Topology } from "./topology.ts";

const CHECK = "registry.registry-vpc-ack.layer";

async function examine(change: (sites: HttpSite[], network: Topology) => void, flags = ["--thorough"]) {
  const network = referenceSite();
  const sites = (hostOf(network, "cloud-services").services ?? []).flatMap((service) =>
    service.kind === "http" ? service.sites : [],
  );
  change(sites, network);
  await using lab = await Lab.start(network);
  const { stdout } = await preflight(lab, [...SITE_FLAGS, ...flags, "--format", "json", "--only", "registry.*"]);
  const report = parseReport(stdout);
  expect(stdout).not.toContain("not-for-tickets");
  const asked = report.checks.filter(({ id }) => id === CHECK).map(({ id }) => id);
  return { report, seen: outcomes(report, asked)[CHECK] };
}

/** The same server, whose answers to some requests are others. */
const changed = (name: string, from: string | RegExp, to: string) => (sites: HttpSite[]) => {
  for (const site of sites) if (site.name === name) site.locations = site.locations.replace(from, to);
};

describe.concurrent("a layer of an image", () => {
  labTest("comes by token, manifest and the storage's redirect", async () => {
    const { report, seen } = await examine(() => undefined);
    expect(seen).toBe("pass ok");
    expect(checkOf(report, CHECK).message).toBe(`3,000 bytes of a layer of acs/pause:3.9 came from ${NAMES.layers}`);
  });

  labTest("is asked for on request alone", async () => {
    const { report, seen } = await examine(() => undefined, []);
    expect(seen).toBeUndefined();
    expect(report.observations.filter(({ request }) => request.probe === "image-layer")).toEqual([]);
  });

  labTest("that the registry has not, or not for everybody, is not known", async () => {
    const [missing, closed] = await Promise.all([
      examine(changed(NAMES.registry, "pause/manifests/3.9", "pause/manifests/other")),
      examine(changed(NAMES.auth, "return 200", "return 403")),
    ]);
    expect(missing.seen).toBe("unverified layer-not-offered");
    expect(checkOf(closed.report, CHECK).message).toContain(NAMES.auth);
    expect(closed.seen).toBe("unverified layer-not-offered");
  });

  labTest("that lies where this node does not get fails, and the storage is named", async () => {
    const { report, seen } = await examine(
      changed(NAMES.registry, `https://${NAMES.layers}/layer`, "https://elsewhere.oss-cn-hangzhou.aliyuncs.com/layer"),
    );
    expect(seen).toBe("fail layer-not-pulled");
    expect(checkOf(report, CHECK).message).toContain("elsewhere.oss-cn-hangzhou.aliyuncs.com");
  });

  labTest("whose transfer stops is no layer", async () => {
    const { seen } = await examine(
      changed(NAMES.layers, /location = \/layer \{[^}]*\}/, "location = /layer { return 444; }"),
    );
    expect(seen).toBe("fail layer-not-pulled");
  });
});
