import { COMMAND_LINE } from "./command-line.ts";
import { CONNECTIONS } from "./connections.ts";
import { DNS } from "./dns.ts";
import { EVIDENCE } from "./evidence.ts";
import { FLEET } from "./fleet.ts";
import { HOST } from "./host.ts";
import { LABELS } from "./labels.ts";
import type { Language } from "./languages.ts";
import { LINE } from "./line.ts";
import { CORE_SWITCH } from "./misconfigurations/core-switch.ts";
import { DNS as DNS_SERVERS } from "./misconfigurations/dns.ts";
import { ECR_CEN } from "./misconfigurations/ecr-cen.ts";
import { FIREWALL } from "./misconfigurations/firewall.ts";
import { NODE } from "./misconfigurations/node.ts";
import { SECURITY_GROUP } from "./misconfigurations/security-group.ts";
import { SERVICE } from "./misconfigurations/service.ts";
import { VBR } from "./misconfigurations/vbr.ts";
import { VPC_ROUTE_TABLE } from "./misconfigurations/vpc-route-table.ts";
import { PLAN } from "./plan.ts";
import { PORT_OWNERS, PORTS } from "./ports.ts";
import { REPORT } from "./report.ts";
import { RUN } from "./run.ts";
import { SERVICES } from "./services.ts";
import { inLanguage, type DeepSpoken } from "./spoken.ts";
import { TIME } from "./time.ts";
import { PACKAGE_SOURCES } from "./package-sources.ts";
import { TOOLS } from "./tools.ts";
import type { Words } from "./words.ts";

/** Every word of a report, by subject. One that is missing does not compile. */
const ALL: DeepSpoken<Omit<Words, "language">> = {
  ...REPORT,
  ...PLAN,
  titles: {
    ...DNS.titles,
    ...CONNECTIONS.titles,
    ...SERVICES.titles,
    ...TIME.titles,
    ...PORTS.titles,
    ...HOST.titles,
    ...LINE.titles,
    ...TOOLS.titles,
    ...PACKAGE_SOURCES.titles,
  },
  messages: {
    ...DNS.messages,
    ...CONNECTIONS.messages,
    ...SERVICES.messages,
    ...TIME.messages,
    ...PORTS.messages,
    ...HOST.messages,
    ...LINE.messages,
    ...TOOLS.messages,
    ...PACKAGE_SOURCES.messages,
    ...RUN.messages,
  },
  labels: LABELS,
  portOwners: PORT_OWNERS,
  evidence: EVIDENCE,
  misconfigurations: {
    ...NODE,
    ...DNS_SERVERS,
    ...CORE_SWITCH,
    ...FIREWALL,
    ...VBR,
    ...ECR_CEN,
    ...VPC_ROUTE_TABLE,
    ...SECURITY_GROUP,
    ...SERVICE,
  },
  commandLine: COMMAND_LINE,
  fleet: FLEET,
};

export function wordsIn(language: Language): Words {
  return { language, ...inLanguage(ALL, language) };
}
