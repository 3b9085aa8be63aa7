import { findMisconfiguration, PLACEHOLDERS } from "../catalogue/misconfigurations/misconfigurations.ts";
import type { Words } from "../catalogue/words/words.ts";
import { besideOthers, diagnose } from "../diagnosis/diagnose.ts";
import type { Action, Finding, Suspect } from "../model/report.ts";
import { overlap, type Complaint } from "./complaints.ts";
import { extentLikelihood, likelihoodIfUnknown, type Comparison } from "./extent.ts";

export interface Weighed {
  finding: Finding;
  actions: Action[];
}

/** The same complaint once it is known who else fails and who passes. */
export function besideTheOthers(complaint: Complaint, comparison: Comparison, words: Words): Weighed {
  const { of, explains } = complaint;
  if (of.diagnosis === undefined || complaint.finding === undefined)
    return { finding: reweighedFinding(asFinding(complaint, words), comparison), actions: [] };
  const ofIt = (actions: readonly Action[], { suspects }: Finding) =>
    actions.filter(
      (action) =>
        suspects.some(({ device, remedy }) => device === action.device && remedy === action.text) &&
        action.explains.some((id) => explains.includes(id)),
    );
  if (of.inference === undefined || !of.diagnosis.onPath.has(complaint.finding)) {
    const finding = reweighedFinding(complaint.finding, comparison);
    return { finding, actions: ofIt(of.diagnosis.actions, finding) };
  }
  const known = new Map<string, number>();
  const { actions, onPath } = diagnose(
    besideOthers(
      of.inference,
      ({ misconfiguration, instance }, at) => {
        const remote = misconfiguration.device === "dns" ? (instance.match.remote ?? []) : [];
        const onlySome = instance.match.onlyThisNode === true;
        const key = [misconfiguration.device, misconfiguration.kind, onlySome, ...at, "", ...remote].join(" ");
        const likelihood = known.get(key) ?? extentLikelihood({ misconfiguration, at, remote, onlySome }, comparison);
        known.set(key, likelihood);
        return likelihood;
      },
      likelihoodIfUnknown(comparison),
    ),
    words,
  );
  const finding = [...onPath].reduce<Finding | undefined>(
    (best, each) =>
      best === undefined || overlap(each.explains, explains) > overlap(best.explains, explains) ? each : best,
    undefined,
  );
  if (finding === undefined) return { finding: reweighedFinding(complaint.finding, comparison), actions: [] };
  return { finding, actions: ofIt(actions, finding) };
}

/** What a check has found by itself, or a report alone: each suspect by the misconfiguration that it stands for. */
function reweighedFinding(finding: Finding, comparison: Comparison): Finding {
  const named = finding.suspects.reduce((sum, { probability }) => sum + probability, 0);
  const weights = finding.suspects.map(({ misconfiguration, probability, at }) => {
    const found = findMisconfiguration(misconfiguration);
    const fault = { at: at === undefined ? [] : [at], remote: [], onlySome: false };
    return found === undefined ? 0 : probability * extentLikelihood({ ...fault, misconfiguration: found }, comparison);
  });
  const unknown = Math.max(0, 1 - named) * likelihoodIfUnknown(comparison);
  const total = weights.reduce((sum, weight) => sum + weight, unknown);
  if (total === 0) return finding;
  const suspects = finding.suspects
    .map((suspect, index) => ({ ...suspect, probability: (weights[index] ?? 0) / total }))
    .sort((a, b) => b.probability - a.probability);
  return { ...finding, suspects };
}

/** Of a report that was not looked at again its words are those of the catalogue. */
function asFinding({ explains, suspects }: Complaint, words: Words): Finding {
  return {
    verdict: "ambiguous",
    explains: [...explains],
    suspects: suspects.flatMap(({ misconfiguration, probability }): Suspect[] => {
      const found = findMisconfiguration(misconfiguration);
      if (found === undefined) return [];
      const said = words.misconfigurations[found.id];
      return [
        {
          device: found.device,
          misconfiguration: found.id,
          direction: found.direction,
          probability,
          title: said.title(PLACEHOLDERS),
          remedy: said.remedy(PLACEHOLDERS),
          evidence: [],
          contradicting: [],
        },
      ];
    }),
  };
}
