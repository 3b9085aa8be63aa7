import { serviceEndpoints, type ServiceEndpoint, type ServicePort } from "../../catalogue/endpoints.ts";
import type { InboundPort } from "../../catalogue/ports.ts";
import type { CheckContext } from "../../model/check.ts";
import type { CheckId } from "../../model/report.ts";
import type { OwnEndpoint } from "../../model/site.ts";
import { slug } from "./resolution.ts";

/** One port of one service: what is connected to, secured and recognised. */
export interface ServiceSubject extends ServicePort {
  service: ServiceEndpoint;
}

export function servicePorts(context: CheckContext): ServiceSubject[] {
  return serviceEndpoints(context.site).flatMap((service) => service.ports.map((port) => ({ service, ...port })));
}

export const serviceCheckId = {
  resolves: (service: ServiceEndpoint): CheckId => `dns.${service.subject}.resolves`,
  connects: ({ service, port }: ServiceSubject): CheckId => `${service.group}.${service.subject}.tcp-${port}`,
  tls: ({ service, port }: ServiceSubject): CheckId => `${service.group}.${service.subject}.tls-${port}`,
  identity: ({ service, port }: ServiceSubject): CheckId => `${service.group}.${service.subject}.http-${port}`,
};

export const API_SERVER_DNS: CheckId = "dns.api-server.resolves";

export function apiServerCheckId(aspect: string): CheckId {
  return `api-server.endpoint.${aspect}`;
}

export const ownCheckId = {
  resolves: ({ name }: OwnEndpoint): CheckId => `own.${name}.resolves`,
  connects: ({ name, port }: OwnEndpoint): CheckId => `own.${name}.tcp-${port}`,
  tls: ({ name, port }: OwnEndpoint): CheckId => `own.${name}.tls-${port}`,
  answers: ({ name, scheme, port }: OwnEndpoint): CheckId =>
    scheme === "ntp" ? `own.${name}.answers` : `own.${name}.${scheme === "udp" ? "udp" : "http"}-${port}`,
};

export const ntpCheckId = {
  resolves: (host: string): CheckId => `dns.${slug(host)}.resolves`,
  answers: (host: string): CheckId => `ntp.${slug(host)}.answers`,
};

export function inboundCheckId(
  { protocol, port }: InboundPort,
  aspect: "free" | "local-filter" | "reachable" | "outbound",
): CheckId {
  return `inbound.${protocol}-${port}.${aspect}`;
}

export function registryCheckId(
  { subject }: ServiceEndpoint,
  aspect: "realm" | "realm-resolves" | "realm-answers" | "layer",
): CheckId {
  return `registry.${subject}.${aspect}`;
}
