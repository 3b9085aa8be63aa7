import { defineCheck, pass, unverified, warn, type CheckContext } from "../../model/check.ts";
import type { IdleRequest, Observation } from "../../model/probe.ts";
import { afterConnections, blockedWithoutAnswer } from "../shared/line-judgement.ts";
import { answeredOnLine } from "../shared/line.ts";

/**
 * kubelet sends something at least every 30 seconds, so its connections need a minute. Other clients of the API server are silent
 * for longer, such as kubectl logs. Many firewalls close idle connections after five minutes.
 */
const PAUSES_MS = [60_000, 300_000];
/** What a run takes besides. */
const REST_OF_RUN_MS = 10_000;

/** Firewalls and translators drop idle connections from their tables. It takes minutes to see, so only --thorough tries it. */
export const idleConnectionLives = defineCheck({
  group: "line",
  subjects: (context) => (context.site.thorough === true ? [context.site] : []),
  id: () => "line.quality.idle-connection",
  title: () => ({ key: "idle-connection-lives", args: {} }),
  required: () => false,
  dependsOn: (_site, context) => afterConnections(context),
  asks: (_site, context) => questions(context),
  judge: (answers, { deadlineMs }, context) => {
    const blocked = blockedWithoutAnswer(context);
    if (blocked !== undefined) return blocked;
    const seen = Object.values(answers);
    const forgotten = seen.filter(isForgotten).sort((a, b) => a.request.pauseMs - b.request.pauseMs)[0];
    if (forgotten !== undefined) {
      const { to, pauseMs } = forgotten.request;
      return warn("idle-dropped", { address: to.ip, port: to.port, seconds: pauseMs / 1000 });
    }
    const livedMs = Math.max(0, ...seen.flatMap(({ evidence }) => evidence?.livedMs ?? []));
    const closedByServer = seen.some(({ evidence }) => evidence?.closed === true && evidence.livedMs === livedMs);
    if (livedMs > 0) return pass("ok:idle", { seconds: Math.floor(livedMs / 1000), closedByServer });
    return unverified("idle-not-tried", { deadline: deadlineMs / 1000, needed: deadlineFor(PAUSES_MS[0] ?? 0) / 1000 });
  },
});

function deadlineFor(pauseMs: number): number {
  return pauseMs + REST_OF_RUN_MS;
}

/** The API server, to which a node's long connections go, else what has answered first. */
function questions(context: CheckContext): Record<string, IdleRequest> {
  const { apiServer, deadlineMs } = context.site;
  const answered = answeredOnLine(context.observations(), context.site).map(({ request }) => request);
  const chosen = answered.find(({ host }) => host === apiServer?.host) ?? answered[0];
  if (chosen === undefined) return {};
  const { to, scheme, host: serverName } = chosen;
  return Object.fromEntries(
    PAUSES_MS.filter((pauseMs) => deadlineFor(pauseMs) <= deadlineMs).map((pauseMs) => [
      `${pauseMs}`,
      { probe: "idle", to, scheme, serverName, pauseMs },
    ]),
  );
}

/**
 * Whether a device has forgotten the connection: what is sent after the pause is lost, or answered by a reset. A reset during the
 * pause is another thing: somebody has closed the connection on purpose.
 */
function isForgotten({ outcome, evidence, request }: Observation<"idle">): boolean {
  return outcome === "lost" || (outcome === "reset" && evidence?.livedMs === request.pauseMs);
}
