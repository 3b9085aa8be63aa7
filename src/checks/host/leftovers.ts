import { LEFTOVERS } from "../../catalogue/operating-systems.ts";
import { defineCheck, pass, warn } from "../../model/check.ts";

export const noLeftovers = defineCheck({
  group: "host",
  subjects: (context) => [context.site],
  id: () => "host.leftovers.none",
  title: () => ({ key: "no-leftovers", args: {} }),
  required: () => false,
  asks: () => ({ files: { probe: "files" as const, paths: [...LEFTOVERS] } }),
  judge: ({ files }) => {
    const paths = files.evidence?.existing ?? [];
    return paths.length > 0 ? warn("leftovers-of-a-join", { paths }) : pass("ok:nothing-found", {});
  },
});
