import { inboundPorts } from "../../catalogue/ports.ts";
import { defineCheck, fail, pass, unverified, warn } from "../../model/check.ts";
import type { ListenerRequest } from "../../model/probe.ts";
import { inboundCheckId } from "../shared/subjects.ts";

/** The kernel keeps so much of a program's name. */
const COMM_LENGTH = 15;

/** Nothing may hold the ports that kubelet, the exporters and Flannel will listen on; unless it is they, already. */
export const portIsFree = defineCheck({
  group: "inbound",
  subjects: ({ site }) => inboundPorts(site),
  id: (port) => inboundCheckId(port, "free"),
  title: ({ port, protocol, owner }) => ({ key: "port-is-free", args: { port, protocol, owner } }),
  required: () => true,
  asks: ({ protocol, port }): { listener: ListenerRequest } => ({ listener: { probe: "listener", protocol, port } }),
  judge: ({ listener }, { protocol, port, owner, processes }) => {
    const { evidence, outcome } = listener;
    const details = {
      endpoint: { port, protocol, ...(evidence?.localAddress !== undefined && { address: evidence.localAddress }) },
    };
    if (outcome === "free") return pass("ok:port-free", { port, protocol }, details);
    if (outcome !== "taken")
      return unverified("port-not-checked", { port, protocol, errno: evidence?.errno ?? outcome }, details);
    const process = evidence?.process;
    const ownSocket =
      process === undefined
        ? evidence?.kernel === true && processes.length === 0
        : processes.some((name) => name.slice(0, COMM_LENGTH) === process.name);
    const holder =
      process === undefined
        ? evidence?.kernel === true
          ? "kernel"
          : "unknown"
        : `${process.name} (pid ${process.pid})`;
    if (ownSocket) return warn("node-already-joined", { port, protocol, holder }, details);
    return fail("port-in-use", { port, protocol, holder, expected: owner }, details);
  },
});
