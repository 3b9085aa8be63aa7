import { defineCheck, fail, pass } from "../../model/check.ts";
import { IDENTITY_QUESTION } from "../shared/host-identity.ts";

/** A node's name is a DNS subdomain, RFC 1123, and edgeadm refuses what begins with localhost. */
const NODE_NAME = /^(?!localhost)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

const MAX_NAME_LENGTH = 253;

export const hostNameIsValid = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.name.valid",
  title: () => ({ key: "host-name-is-valid", args: {} }),
  required: () => true,
  asks: () => IDENTITY_QUESTION,
  judge: ({ identity }) => {
    const hostname = identity.evidence?.fact === "identity" ? identity.evidence.hostname : "";
    const valid = NODE_NAME.test(hostname) && hostname.length <= MAX_NAME_LENGTH;
    return valid ? pass("ok:host-name", { hostname }) : fail("host-name-invalid", { hostname });
  },
});
