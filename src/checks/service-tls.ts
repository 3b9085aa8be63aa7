import { defineCheck, pass } from "../model/check.ts";
import { publicCertificateFailure } from "./certificate.ts";
import { conversationQuestions, endpointOf, firstOf, handshakeFailure, where } from "./conversation.ts";
import { serviceConversation } from "./service-connects.ts";
import { serviceCheckId, servicePorts, type ServiceSubject } from "./subjects.ts";

const tls = (group: ServiceSubject["service"]["group"]) =>
  defineCheck({
    group,
    subjects: (known) =>
      servicePorts(known).filter(({ service, scheme }) => service.group === group && scheme === "https"),
    id: serviceCheckId.tls,
    title: ({ service, port }) => ({ key: "tls-is-trusted", args: { host: service.host, port } }),
    required: ({ service }) => service.required,
    needs: (subject) => [serviceCheckId.connects(subject)],
    asks: (subject, known) => conversationQuestions(serviceConversation(subject), known),
    judge: (answers, { service }, known) => {
      const seen = Object.values(answers);
      const failure = handshakeFailure(seen, service.host, known) ?? publicCertificateFailure(seen, service.host);
      if (failure !== undefined) return failure;
      const first = firstOf(seen);
      const evidence = first.evidence?.tls;
      const leaf = evidence?.chain[0];
      return pass(
        "ok:tls",
        {
          ...where(first, service.host),
          protocol: evidence?.protocol ?? "",
          issuer: leaf?.issuer ?? "",
          notAfter: leaf?.notAfter ?? "",
        },
        { endpoint: endpointOf(first, service.host), durationMs: evidence?.handshakeMs ?? 0 },
      );
    },
  });

export const serviceTls = [tls("control-plane"), tls("oss"), tls("registry")];
