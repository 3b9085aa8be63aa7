/**
 * Picks recorded cases for the tests to replay, and drops what the inference does not read:
 * keep.ts FROM.ndjson.gz EVERY TO.ndjson.gz
 */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { evidenceOf, withSources } from "../../src/evidence.ts";
import { FIRST_MEASURING_SEED, recordedCases } from "./case.ts";

const [from = "", every = "1", to = ""] = process.argv.slice(2);
const kept = recordedCases(from)
  .filter(
    ({ id, report }, index) =>
      index % Number(every) === 0 && id.seed < FIRST_MEASURING_SEED && report.verdict === "not-ready",
  )
  .map((one) => {
    const { site, checks, verdict, observations } = one.report;
    const read = observations.filter(
      ({ request }) =>
        !["files", "listener", "tool"].includes(request.probe) &&
        (request.probe !== "host" || request.fact === "links"),
    );
    // Their places in the list are others now.
    const failed = checks.filter(({ status }) => status !== "pass");
    const linked = withSources(failed, evidenceOf(one.report).judgedFrom, read);
    return { ...one, report: { site, checks: linked, verdict, observations: read } };
  });
writeFileSync(to, gzipSync(kept.map((each) => `${JSON.stringify(each)}\n`).join(""), { level: 9 }));
