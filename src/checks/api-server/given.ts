import { defineCheck, unverified } from "../../model/check.ts";
import { apiServerCheckId } from "../shared/subjects.ts";

/** Nobody but the user knows the address, so without it the most important endpoint stays open, and that is said. */
export const apiServerGiven = defineCheck({
  group: "api-server",
  subjects: ({ site }) => (site.apiServer === undefined ? [site] : []),
  id: () => apiServerCheckId("tcp-6443"),
  title: () => ({ key: "api-server-given", args: {} }),
  required: () => true,
  asks: () => ({}),
  judge: () => unverified("api-server-not-given", {}),
});
