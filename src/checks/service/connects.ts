import { defineCheck } from "../../model/check.ts";
import { conversationQuestions, judgeConnect, type Conversation } from "../shared/conversation.ts";
import { onceResolved } from "../shared/resolution.ts";
import { serviceCheckId, servicePorts, type ServiceSubject } from "../shared/subjects.ts";

export function serviceConversation({ service, port, scheme }: ServiceSubject): Conversation {
  return { host: service.host, port, scheme, method: "GET", path: service.path };
}

const connects = (group: ServiceSubject["service"]["group"]) =>
  defineCheck({
    group,
    subjects: (context) => servicePorts(context).filter(({ service }) => service.group === group),
    id: serviceCheckId.connects,
    title: ({ service, port }) => ({ key: "connects", args: { host: service.host, port } }),
    required: ({ service }) => service.required,
    dependsOn: ({ service }) => onceResolved(service.host, serviceCheckId.resolves(service), service.ranges),
    asks: (subject, context) => conversationQuestions(serviceConversation(subject), context),
    judge: (seen, { service }, context) => judgeConnect(Object.values(seen), service.host, context),
  });

export const serviceConnects = [connects("control-plane"), connects("oss"), connects("registry")];
