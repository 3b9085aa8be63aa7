import { edgeadmPath, serviceEndpoints } from "../../catalogue/endpoints.ts";
import { defineCheck, fail, needs, pass, unverified, warn, type CheckContext } from "../../model/check.ts";
import type { HttpRequest } from "../../model/probe.ts";
import { usesTls } from "../../model/site.ts";
import { addressesOf } from "../shared/resolution.ts";
import { endpointOf, firstOf, requestFailure, where } from "../shared/conversation.ts";
import { ossSignature } from "../shared/identity.ts";
import { serviceCheckId, type ServiceSubject } from "../shared/subjects.ts";

const NOT_FOUND = 404;

interface PackageSubject {
  service: ServiceSubject;
  version: string;
  /** The console's version strings carry a build, such as 1.30.7-aliyun.1; without it the object's name is a guess. */
  exact: boolean;
  /** Enough of the version to ask at all. */
  complete: boolean;
}

/** The first thing the join script does is to download this object. */
export const installPackage = defineCheck({
  group: "oss",
  subjects: packageSubjects,
  id: () => "oss.aliacs-k8s.edgeadm-package",
  title: ({ service }) => ({ key: "package-exists", args: { host: service.service.host } }),
  required: ({ exact }) => exact,
  dependsOn: ({ service, complete }) => (complete ? [needs(serviceCheckId.identity(service))] : []),
  asks: ({ service, version, complete }, context): Record<string, HttpRequest> => {
    const { host } = service.service;
    const [ip] = addressesOf(host, context);
    if (!complete || ip === undefined) return {};
    const path = edgeadmPath(version, context.cpu === "arm64" ? "arm64" : "amd64");
    const { scheme, port } = service;
    return { object: { probe: "http", to: { ip, port }, scheme, host, method: "HEAD", path } };
  },
  judge: (answers, { service, version, exact, complete }, context) => {
    if (!complete) return unverified("package-version-incomplete", { version });
    const { host } = service.service;
    const seen = Object.values(answers);
    const failure = requestFailure(seen, host, context);
    if (failure !== undefined) return failure;
    const one = firstOf(seen);
    const response = one.evidence?.response;
    const details = { endpoint: endpointOf(one, host), durationMs: one.durationMs };
    const asked = { ...where(one, host), path: one.request.path };
    if (response === undefined || ossSignature(host, response) === undefined)
      return fail(
        "http-not-the-service",
        { ...asked, status: response?.status ?? 0, sign: { kind: "not-of", service: "OSS" } },
        details,
      );
    if (response.status === 200)
      return pass("ok:package", { ...asked, octets: sizeOf(response.headers["content-length"]) }, details);
    if (response.status !== NOT_FOUND)
      return unverified("package-not-told", { ...asked, status: response.status }, details);
    return (exact ? fail : warn)("package-not-found", asked, details);
  },
});

function packageSubjects(context: CheckContext): PackageSubject[] {
  const { clusterVersion } = context.site;
  const service = serviceEndpoints(context.site).find(({ purpose }) => purpose === "install-packages");
  const [port] = service?.ports ?? [];
  if (clusterVersion === undefined || service === undefined || port === undefined) return [];
  return [
    {
      service: { service, ...port, scheme: usesTls(clusterVersion) ? "https" : "http" },
      version: clusterVersion.text,
      exact: clusterVersion.text.includes("-"),
      complete: clusterVersion.patch !== undefined,
    },
  ];
}

/** RFC 9110, section 8.6: decimal digits and nothing else. */
function sizeOf(contentLength: string | undefined): number | undefined {
  return contentLength !== undefined && /^\d{1,15}$/.test(contentLength) ? Number(contentLength) : undefined;
}
