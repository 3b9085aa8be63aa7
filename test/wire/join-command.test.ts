import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJoinCommand } from "../../src/wire/join-command.ts";

const SPEC =
  '{"allowedClusterAddons":["kube-proxy","flannel","coredns"],"selfHostNtpServer":true,"interconnectMode":"private","nodeIface":"eth1","quiet":true}';
const script = (spec: string) =>
  `export ARCH=amd64; wget https://aliacs-k8s-cn-shanghai.oss-cn-shanghai-internal.aliyuncs.com/public/pkg/run/attach/1.30.7-aliyun.1/\${ARCH}/edgeadm -O edgeadm; chmod u+x edgeadm; ./edgeadm join --openapi-token="abc.SECRET" --region=cn-shanghai --node-spec=${spec}`;
const ALL = {
  region: "cn-shanghai",
  clusterVersion: "1.30.7-aliyun.1",
  networkPlugin: "flannel",
  selfHostNtp: true,
  interconnectMode: "private",
  interface: "eth1",
};

describe("the console's join command", () => {
  it.each([
    ["in single quotes", `'${SPEC}'`],
    ["in double quotes", `"${SPEC.replaceAll('"', '\\"')}"`],
    ["over several lines", `'${SPEC}' \\\n  --quiet`],
    ["as an escaped string", JSON.stringify(JSON.stringify(SPEC))],
    ["escaped once more than the shell takes away", `'${SPEC.replaceAll('"', '\\"')}'`],
    ["wrapped by a terminal", `'${SPEC.replace("interconnect", "inter\nconnect")}'`],
    ["put together from quoted pieces", `'${SPEC.slice(0, 40)}'"${SPEC.slice(40).replaceAll('"', '\\"')}"`],
    ["in a quote with C's escapes", `$'${SPEC.replaceAll('"', '\\"')}'`],
  ])("says all of it, its node-spec %s", (_name, spec) => {
    expect(readJoinCommand(script(spec))).toEqual(ALL);
  });

  it("says what it can where the node-spec is cut, and keeps no token", () => {
    const facts = readJoinCommand(script("'{\"allowedClu"));
    expect(facts).toEqual({ unreadNodeSpec: true, region: "cn-shanghai", clusterVersion: "1.30.7-aliyun.1" });
    expect(JSON.stringify(readJoinCommand(script(`'${SPEC}'`)))).not.toContain("SECRET");
  });

  it("knows Terway Edge by its add-on, and the region by the package's host", () => {
    expect(readJoinCommand(`edgeadm join --node-spec '{"allowedClusterAddons":["terway-edge"]}'`)).toEqual({
      networkPlugin: "terway-edge",
    });
    expect(readJoinCommand("wget http://aliacs-k8s-cn-beijing.oss-cn-beijing.aliyuncs.com/x")).toEqual({
      region: "cn-beijing",
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."--region=node-spec='\"{}[]:\\ \n1.".split("")) }), (text) => {
        expect(readJoinCommand(text)).toBeTypeOf("object");
      }),
    );
  });
});
