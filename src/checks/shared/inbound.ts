import type { InboundPort } from "../../catalogue/ports.ts";

export const inboundCheckId = ({ protocol, port }: InboundPort, aspect: string) =>
  `inbound.${protocol}-${port}.${aspect}`;
