import { expect, it } from "vitest";
import { parseRouteGet } from "../../src/wire/ip-route.ts";

it.each([
  [
    "100.103.42.233 via 10.1.1.1 dev eth0 src 10.1.1.10 uid 0 \n    cache \n",
    { interface: "eth0", gateway: "10.1.1.1", source: "10.1.1.10" },
  ],
  [
    "100.103.42.233 via inet6 fe80::1 dev eth0 src 10.1.1.10 uid 0 \n    cache \n",
    { interface: "eth0", gateway: "fe80::1", source: "10.1.1.10" },
  ],
  ["local 10.1.1.10 dev lo src 10.1.1.10 uid 0", { interface: "lo", source: "10.1.1.10" }],
  ["8.8.8.8 from 10.1.1.10 via 10.1.1.1 dev eth1 uid 0", { interface: "eth1", gateway: "10.1.1.1" }],
  ["", {}],
])("%j", (text, route) => {
  expect(parseRouteGet(text)).toEqual(route);
});
