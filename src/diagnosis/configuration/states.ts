import type { CloudState, CloudWord } from "../../catalogue/words/misconfiguration-words.ts";
import { isSettled } from "../../cloud/view.ts";
import { listsOf, rowsOf, type VbrRow } from "../../model/cloud.ts";
import { filesOf, sourceOf, stateOf, type CloudQuestion, type CloudStatement } from "./statement.ts";

export function attachmentState(question: CloudQuestion): CloudStatement | undefined {
  const { view } = question;
  const lists = listsOf(view.configuration, "transit-attachment");
  if (lists.length === 0) return ecrChildState(question);
  const state = (id: string, says: CloudWord, of: CloudState) =>
    stateOf(says, id, of, view, filesOf(view, "transit-attachment"));
  for (const [type, wanted] of [
    ["VBR", view.vbrs.map(({ id }) => id)],
    ["VPC", view.vpcId === undefined ? [] : [view.vpcId]],
  ] as const) {
    const isListed = lists.some(
      ({ about, complete, rows }) =>
        complete && (about?.toUpperCase() === type || rows.some((row) => row.resourceType === type)),
    );
    const found = view.attachments(type).filter(({ resourceId }) => wanted.includes(resourceId));
    if (wanted.length > 0 && isListed && found.length === 0 && view.attachments("ECR").length === 0)
      return state(wanted.join(", "), "missing", { own: "not-attached" });
    const detached = found.find(({ status }) => !isSettled(status));
    if (detached !== undefined && found.length === 1)
      return state(detached.id, "missing", { said: detached.status ?? "" });
    const associations = listsOf(view.configuration, "transit-association");
    const isAssociated = associations.some(({ rows }) =>
      rows.some(({ attachmentId }) => found.some(({ id }) => id === attachmentId)),
    );
    if (found.length > 0 && associations.length > 0 && associations.every(({ complete }) => complete) && !isAssociated)
      return state(found.map(({ id }) => id).join(", "), "missing", { own: "not-associated" });
  }
  const [first] = view.siteAttachments();
  return first === undefined ? undefined : state(first.id, "present", { said: first.status ?? "Attached" });
}

/** Of an Express Connect Router the VBR is a child instance. */
function ecrChildState({ view }: CloudQuestion): CloudStatement | undefined {
  const lists = listsOf(view.configuration, "ecr-child");
  const wanted = view.vbrs.filter(({ ecrId }) => ecrId !== undefined).map(({ id }) => id);
  if (lists.length === 0 || wanted.length === 0) return undefined;
  const found = lists.flatMap(({ rows }) => rows).find(({ id }) => wanted.includes(id));
  const said = (says: CloudWord, id: string, state: CloudState) =>
    stateOf(says, id, state, view, filesOf(view, "ecr-child"));
  if (found !== undefined)
    return said(isSettled(found.status) ? "present" : "missing", found.id, { said: found.status ?? "ACTIVE" });
  return lists.every(({ complete }) => complete)
    ? said("missing", wanted.join(", "), { own: "not-attached" })
    : undefined;
}

// The line

export function lineState({ view }: CloudQuestion, vbr: VbrRow): CloudStatement | undefined {
  const said = (says: CloudWord, id: string, word: string, from: "vbr" | "bgp-peer" = "vbr") =>
    stateOf(says, id, { said: word }, view, filesOf(view, from));
  const { status, lineStatus, lineBusinessStatus } = vbr;
  if (status === undefined) return undefined;
  if (status.toLowerCase() !== "active") return said("missing", vbr.id, status);
  if (lineStatus !== undefined && lineStatus.toLowerCase() !== "enabled")
    return said("missing", `${vbr.id} PhysicalConnection`, lineStatus);
  if (lineBusinessStatus !== undefined && lineBusinessStatus.toLowerCase() !== "normal")
    return said("missing", `${vbr.id} PhysicalConnection`, lineBusinessStatus);
  const sessions = rowsOf(view.configuration, "bgp-peer").filter(({ routerId }) => routerId === vbr.id);
  const down = sessions.filter(({ session }) => DOWN.has(session?.toLowerCase() ?? ""));
  if (sessions.length > 0 && down.length === sessions.length)
    return said("missing", `${vbr.id} BGP ${down[0]?.peerIp ?? ""}`.trim(), down[0]?.session ?? "", "bgp-peer");
  return said("present", vbr.id, status);
}

/** Of a BGP session (RFC 4271); another word is no evidence. */
const DOWN: ReadonlySet<string> = new Set(["idle", "connect", "active", "opensent", "openconfirm"]);

/** 1500 or 8500 bytes. Which one is right hangs on the line's other end, which no export tells. */
export function mtuOf({ view }: CloudQuestion, { id, mtuBytes }: VbrRow): CloudStatement | undefined {
  return mtuBytes === undefined
    ? undefined
    : { says: "aside", told: { key: "cloud-mtu", args: { id, mtuBytes, ...sourceOf(view, filesOf(view, "vbr")) } } };
}
