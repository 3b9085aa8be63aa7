import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { embedded, flag, object, optionalId, word } from "../fields.ts";

/** nis GetNetworkReachableAnalysis */
export const PATH_ANALYSIS: Answer<"path-analysis"> = {
  kind: "path-analysis",
  marks: ["NetworkReachableAnalysisId", "NetworkReachableAnalysisStatus"],
  row: v.pipe(
    object({
      NetworkReachableAnalysisId: optionalId,
      NetworkReachableAnalysisStatus: word,
      Reachable: flag,
      NetworkReachableAnalysisResult: embedded(object({ errorCode: word })),
    }),
    v.transform((row) => ({
      id: row.NetworkReachableAnalysisId,
      status: row.NetworkReachableAnalysisStatus,
      reachable: row.Reachable,
      errorCode: row.NetworkReachableAnalysisResult?.errorCode,
    })),
  ),
};
