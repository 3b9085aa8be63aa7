import { expect, it } from "vitest";
import { parseUnitEnvironment, proxyFor, type RequestedUrl } from "../../src/wire/proxies.ts";
import { shellWords } from "../../src/wire/join-command.ts";

const api: RequestedUrl = { scheme: "https", host: "192.168.10.10", port: 6443 };
const registry: RequestedUrl = { scheme: "https", host: "dockerauth-vpc.cn-hangzhou.aliyuncs.com", port: 443 };

/** As golang.org/x/net/http/httpproxy documents and tests it; wget and curl are compared with the programs themselves. */
it.each<[string, RequestedUrl, boolean]>([
  ["", registry, true],
  ["*", registry, false],
  ["*.aliyuncs.com", registry, false],
  [".aliyuncs.com", registry, false],
  ["aliyuncs.com", registry, false],
  ["iyuncs.com", registry, true],
  ["aliyuncs.com:443", registry, false],
  ["aliyuncs.com:6443", registry, true],
  [" .ALIYUNCS.com ,x", registry, false],
  ["192.168.0.0/16", api, false],
  ["192.168.10.10", api, false],
  ["192.168.10.10:6443", api, false],
  ["192.168.10.10:443", api, true],
  ["10.10", api, true],
])("Go's programs with NO_PROXY=%s ask for %j by a proxy: %s", (NO_PROXY, url, proxied) => {
  const found = proxyFor("go", { HTTPS_PROXY: "http://10.0.0.9:3128", NO_PROXY }, url);
  expect(found !== undefined).toBe(proxied);
});

it("Go's programs prefer capitals, and never heed ALL_PROXY", () => {
  expect(proxyFor("go", { https_proxy: "a:1", HTTPS_PROXY: "b:1" }, api)?.proxy).toBe("b:1");
  expect(proxyFor("go", { HTTPS_PROXY: "", https_proxy: "a:1" }, api)?.proxy).toBe("a:1");
  expect(proxyFor("go", { ALL_PROXY: "a:1" }, api)).toBeUndefined();
});

it("a unit's environment is what its last lines leave, over lines that go on", () => {
  const text = `[Service]
Environment=A=1 "B=two words"
Environment=
Environment=HTTPS_PROXY=http://10.0.0.9:3128 \\
  NO_PROXY=.aliyuncs.com
`;
  expect(parseUnitEnvironment(text, shellWords)).toEqual({
    HTTPS_PROXY: "http://10.0.0.9:3128",
    NO_PROXY: ".aliyuncs.com",
  });
});
