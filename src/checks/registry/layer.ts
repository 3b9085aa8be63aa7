import { SMALL_IMAGE } from "../../catalogue/endpoints.ts";
import {
  defineCheck,
  fail,
  followsIfChosen,
  judgement,
  needs,
  pass,
  unverified,
  type CheckContext,
} from "../../model/check.ts";
import type { ImageLayerRequest, OutcomeOf } from "../../model/probe.ts";
import { hasDeadFlows } from "../line/parallel-ways.ts";
import { registryCheckId, serviceCheckId, servicePorts, type ServiceSubject } from "../shared/subjects.ts";

/**
 * What the join does with every image: token, manifest, and a layer that the registry's redirect fetches from OSS. Only with
 * --thorough, for it costs as many packets as half of a run.
 */
export const layerIsPulled = defineCheck({
  group: "registry",
  subjects: (context) => (context.site.thorough === true ? addOnRegistries(context) : []),
  id: ({ service }) => registryCheckId(service, "layer"),
  title: ({ service }) => ({ key: "layer-is-pulled", args: { host: service.host } }),
  required: () => true,
  dependsOn: ({ service, storages }) => [
    needs(registryCheckId(service, "realm-answers")),
    ...storages.map((storage) => needs(serviceCheckId.tls(storage))),
    // Where a share of all flows is dead, one more of them says nothing of the layer.
    followsIfChosen(PARALLEL_WAYS),
  ],
  asks: ({ service }, { cpu }): { pull: ImageLayerRequest } => ({
    pull: {
      probe: "image-layer",
      registry: service.host,
      ...SMALL_IMAGE,
      architecture: cpu === "arm64" ? "arm64" : "amd64",
    },
  }),
  judge: ({ pull }, { service }, context) => {
    if (hasDeadFlows(context)) return judgement("blocked", "prerequisite-failed", { needs: PARALLEL_WAYS });
    const { outcome, evidence, durationMs } = pull;
    const { step = "manifest", url = service.host, status, errno, octets = 0 } = evidence ?? {};
    const host = URL.canParse(url) ? new URL(url).hostname : service.host;
    const details = {
      endpoint: {
        host,
        port: 443,
        protocol: "tcp" as const,
        ...(evidence?.address !== undefined && { address: evidence.address }),
      },
      durationMs,
    };
    const image = `${SMALL_IMAGE.repository}:${SMALL_IMAGE.tag}`;
    if (outcome === "delivered") return pass("ok:layer", { image, host, octets }, details);
    const args = {
      image,
      host,
      step,
      outcome,
      ...(status !== undefined && { status }),
      ...(errno !== undefined && { errno }),
    };
    // Whatever it says by its status is its own word: that the image is not there, or not for everybody.
    return OWN_WORD.has(outcome)
      ? unverified("layer-not-offered", args, details)
      : fail("layer-not-pulled", args, details);
  },
});

const PARALLEL_WAYS = "line.quality.parallel-ways";

interface Registry extends ServiceSubject {
  /** Where its layers are expected to come from. */
  storages: ServiceSubject[];
}

function addOnRegistries(context: CheckContext): Registry[] {
  const ports = servicePorts(context);
  const storages = ports.filter(({ service }) => service.purpose === "image-layers");
  return ports
    .filter(({ service }) => service.purpose === "registry-add-ons")
    .map((subject) => ({ ...subject, storages }));
}

const OWN_WORD: ReadonlySet<OutcomeOf<"image-layer">> = new Set<OutcomeOf<"image-layer">>([
  "missing",
  "rejected",
  "malformed",
  "looped",
  "not-asked",
]);
