import { distance } from "./distance.ts";
import { dns } from "./dns.ts";
import { echo } from "./echo.ts";
import { files } from "./files.ts";
import { flows } from "./flows.ts";
import { hops } from "./hops.ts";
import { host } from "./host.ts";
import { http } from "./http.ts";
import { idle } from "./idle.ts";
import { imageLayer } from "./image-layer.ts";
import { inband } from "./inband.ts";
import { listener } from "./listener.ts";
import { mtu } from "./mtu.ts";
import { ntp } from "./ntp.ts";
import { packageIndex } from "./package-index.ts";
import type { Probers } from "./prober.ts";
import { reflect } from "./reflect.ts";
import { route } from "./route.ts";
import { tcp } from "./tcp.ts";
import { tool } from "./tool.ts";
import { train } from "./train.ts";
import { udp } from "./udp.ts";

export const PROBERS: Probers = {
  distance,
  dns,
  echo,
  files,
  flows,
  hops,
  host,
  http,
  idle,
  "image-layer": imageLayer,
  inband,
  listener,
  mtu,
  ntp,
  "package-index": packageIndex,
  reflect,
  route,
  tcp,
  tool,
  train,
  udp,
};
