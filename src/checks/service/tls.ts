import { defineCheck, needs } from "../../model/check.ts";
import { publicCertificateFailure, trusted } from "../shared/certificate.ts";
import { conversationQuestions, firstOf, handshakeFailure } from "../shared/conversation.ts";
import { serviceConversation } from "./connects.ts";
import { serviceCheckId, servicePorts, type ServiceSubject } from "../shared/subjects.ts";

const tls = (group: ServiceSubject["service"]["group"]) =>
  defineCheck({
    group,
    subjects: (context) =>
      servicePorts(context).filter(({ service, scheme }) => service.group === group && scheme === "https"),
    id: serviceCheckId.tls,
    title: ({ service, port }) => ({ key: "tls-is-trusted", args: { host: service.host, port } }),
    required: ({ service }) => service.required,
    dependsOn: (subject) => [needs(serviceCheckId.connects(subject))],
    asks: (subject, context) => conversationQuestions(serviceConversation(subject), context),
    judge: (answers, { service }, context) => {
      const seen = Object.values(answers);
      const failure = handshakeFailure(seen, service.host, context) ?? publicCertificateFailure(seen, service.host);
      return failure ?? trusted("ok:tls", firstOf(seen), service.host);
    },
  });

export const serviceTls = [tls("control-plane"), tls("oss"), tls("registry")];
