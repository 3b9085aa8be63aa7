import { defineCheck, needs } from "../../model/check.ts";
import { judgeName } from "../dns/resolves.ts";
import { realmNamedBy, registries, withoutRealm } from "./realm.ts";
import { dnsQuestions } from "../shared/resolution.ts";
import { registryCheckId } from "../shared/subjects.ts";

export const realmResolves = defineCheck({
  group: "registry",
  subjects: registries,
  id: ({ service }) => registryCheckId(service, "realm-resolves"),
  title: ({ service }) => ({ key: "realm-resolves", args: { host: service.host } }),
  required: () => true,
  dependsOn: ({ service }) => [needs(registryCheckId(service, "realm"))],
  asks: (subject, context) => dnsQuestions(realmNamedBy(subject, context).host ?? subject.service.host, context),
  judge: (_seen, subject, context) => {
    const named = realmNamedBy(subject, context);
    return named.host === undefined ? withoutRealm(subject, named) : judgeName(named.host, [], context);
  },
});
