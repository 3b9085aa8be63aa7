import { dns } from "./dns.ts";
import { host } from "./host.ts";
import { http } from "./http.ts";
import { listener } from "./listener.ts";
import { ntp } from "./ntp.ts";
import type { Probers } from "./prober.ts";
import { tool } from "./tool.ts";

export const PROBERS: Probers = { dns, host, http, listener, ntp, tool };
