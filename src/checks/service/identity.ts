import { defineCheck, fail, needs, pass, warn, type Judgement } from "../../model/check.ts";
import {
  conversationQuestions,
  endpointOf,
  firstOf,
  requestFailure,
  where,
  type HttpObservation,
} from "../shared/conversation.ts";
import { identify } from "../shared/identity.ts";
import { serviceConversation } from "./connects.ts";
import { serviceCheckId, servicePorts, type ServiceSubject } from "../shared/subjects.ts";

const isTheService = (group: ServiceSubject["service"]["group"]) =>
  defineCheck({
    group,
    subjects: (context) => servicePorts(context).filter(({ service }) => service.group === group),
    id: serviceCheckId.identity,
    title: ({ service, port }) => ({ key: "is-the-service", args: { host: service.host, port } }),
    required: ({ service }) => service.required,
    dependsOn: (subject) => [
      needs(subject.scheme === "https" ? serviceCheckId.tls(subject) : serviceCheckId.connects(subject)),
    ],
    asks: (subject, context) => conversationQuestions(serviceConversation(subject), context),
    judge: (answers, { service }, context) => {
      const seen = Object.values(answers);
      const failure = requestFailure(seen, service.host, context);
      if (failure !== undefined) return failure;
      const judgements = seen.map((one) => judgeAnswer(one, service));
      return judgements.find(({ status }) => status !== "pass") ?? judgements[0] ?? judgeAnswer(firstOf(seen), service);
    },
  });

export const serviceIdentity = [isTheService("control-plane"), isTheService("oss"), isTheService("registry")];

function judgeAnswer(one: HttpObservation, service: ServiceSubject["service"]): Judgement {
  const response = one.evidence?.response;
  if (response === undefined) throw new RangeError("an answer was judged without a response");
  const { is, sign } = identify(service.identity, service.host, response);
  const args = { ...where(one, service.host), status: response.status, sign };
  const details = { endpoint: endpointOf(one, service.host), durationMs: response.responseMs };
  switch (is) {
    case "service":
      return pass("ok:http", args, details);
    case "failing-service":
      // The control plane is recognised by any answer, so an overloaded one is no proof of a wrong path.
      return (service.identity === "control-plane" ? warn : fail)("http-server-error", args, details);
    case "limiting-service":
      return fail("service-rate-limited", args, details);
    case "denying-service":
      return fail("service-denies", args, details);
    case "other-endpoint":
      return fail("oss-other-endpoint", { ...args, endpoint: sign.kind === "said" ? sign.text : "" }, details);
    case "proxy":
      return fail("http-proxy-answered", args, details);
    case "portal":
      return fail("http-portal-page", args, details);
    case "stranger":
      return fail("http-not-the-service", args, details);
  }
}
