import { distance } from "./distance.ts";
import { dns } from "./dns.ts";
import { hops } from "./hops.ts";
import { host } from "./host.ts";
import { http } from "./http.ts";
import { inband } from "./inband.ts";
import { listener } from "./listener.ts";
import { mtu } from "./mtu.ts";
import { ntp } from "./ntp.ts";
import type { Probers } from "./prober.ts";
import { tcp } from "./tcp.ts";
import { tool } from "./tool.ts";

export const PROBERS: Probers = {
  distance,
  dns,
  hops,
  host,
  http,
  inband,
  listener,
  mtu,
  ntp,
  tcp,
  tool,
};
