import { ownerOf } from "../../catalogue/owners.ts";
import {
  WORTH_LOOKING_AT,
  type Action,
  type CheckResult,
  type DeviceCommands,
  type Finding,
  type Suspect,
} from "../../model/report.ts";

/** What makes the setting that a suspect lacks, by suspect. */
export type CommandsBySuspect = ReadonlyMap<Suspect, DeviceCommands[]>;

/**
 * What people have to do, the most useful first: what the findings ask for, then what failing checks that no finding explains
 * ask for, then warnings. The same sentence for the same device is one action.
 */
export function actionsOf(
  checks: readonly CheckResult[],
  findings: readonly Finding[],
  commands: CommandsBySuspect = new Map(),
): Action[] {
  const explained = new Set(findings.flatMap(({ explains }) => explains));
  const ofChecks = (status: CheckResult["status"]) =>
    checks
      .filter((check) => check.status === status && !explained.has(check.id))
      .flatMap(({ id, device = "node", remedy = "" }): Action[] => [
        { owner: ownerOf(device), device, text: remedy, explains: [id] },
      ]);
  return merged([
    ...findings.flatMap((finding) => ofFinding(finding, commands)),
    ...ofChecks("fail"),
    ...ofChecks("warn"),
  ]);
}

/** Where several devices cannot be told apart, whoever has one of them has to look. */
function ofFinding({ suspects, explains }: Finding, commands: CommandsBySuspect): Action[] {
  return suspects
    .filter(({ probability }, index) => index === 0 || probability >= WORTH_LOOKING_AT)
    .map((suspect) => {
      const { device, remedy, confirmWith } = suspect;
      const lines = commands.get(suspect) ?? [];
      return {
        owner: ownerOf(device),
        device,
        text: remedy,
        ...(confirmWith !== undefined && { confirmWith }),
        explains: [...explains],
        ...(lines.length > 0 && { commands: lines }),
      };
    });
}

function merged(actions: readonly Action[]): Action[] {
  const byText = new Map<string, Action>();
  for (const action of actions) {
    if (action.text === "") continue;
    const key = `${action.device} ${action.text}`;
    const known = byText.get(key);
    if (known === undefined) byText.set(key, action);
    else known.explains = [...new Set([...known.explains, ...action.explains])];
  }
  return [...byText.values()];
}
