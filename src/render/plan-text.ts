import type { Words } from "../catalogue/words/words.ts";
import type { DeviceSetting, Plan, PlanEndpoint } from "../model/plan.ts";
import type { CloudIds } from "../plan/cloud/cloud-ids.ts";
import { snippetsOf, type Syntax } from "../plan/snippets/snippets.ts";
import { stylesFor } from "./style.ts";
import { tableRow, wrap } from "./table.ts";

export interface PlanTextOptions {
  width: number;
  colour: boolean;
  words: Words;
  snippets: readonly Syntax[];
  /** Of the cloud's devices, for their commands. */
  ids: CloudIds;
}

export function renderPlanText(plan: Plan, { width, colour, words, snippets, ids }: PlanTextOptions): string {
  const { bold } = stylesFor(colour);
  const { labels } = words;
  const sections = [
    [
      ...wrap(`${labels.planFor} ${plan.region}`, width).map(bold),
      ...wrap(labels.planDirections, width),
      ...undocumented(plan, words).flatMap((line) => wrap(line, width)),
    ],
    [bold(labels.endpoints), ...plan.endpoints.map((endpoint) => endpointRow(endpoint, width, words))],
    [
      bold(labels.inbound),
      ...plan.inbound.map((port) =>
        tableRow(
          [
            { text: "", width: 0 },
            { text: `${port.protocol.toUpperCase()} ${port.port}`, width: 10 },
          ],
          `${port.purpose}; ${labels.from} ${port.sources.join(", ") || placeholder(port.protocol)}`,
          width,
        ),
      ),
    ],
    ...plan.devices.map(({ device, settings }) => [
      bold(words.devices[device]),
      ...settings.map((setting) => settingRow(setting, width, words)),
      // Commands are copied as they stand, so they are not broken into lines.
      ...snippets.flatMap((syntax) =>
        snippetsOf(plan, syntax, { ids, words: words.cloudNotes })
          .filter((snippet) => snippet.device === device && snippet.lines.length > 0)
          .flatMap(({ lines }) => ["", ...wrap(` ${labels.exampleFor(syntax)}`, width), ...lines]),
      ),
    ]),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Regions that stand in one of the reference's tables only, or in neither: no ranges is not the same as none needed. */
function undocumented({ region, routes }: Plan, { labels }: Words): string[] {
  return (["registry", "oss"] as const)
    .filter((what) => routes[what].length === 0)
    .map((what) => labels.notDocumented(region, what));
}

function placeholder(protocol: "tcp" | "udp"): string {
  return protocol === "udp" ? "<VPC CIDR>, <data-centre CIDR>" : "<VPC CIDR>";
}

function endpointRow(endpoint: PlanEndpoint, width: number, { labels }: Words): string {
  const ports = endpoint.ports.map(({ protocol, port }) => `${protocol.toUpperCase()} ${port}`).join(", ");
  const elsewhere = endpoint.id.startsWith("ntp-") ? labels.publicAddress : labels.noRanges;
  const unnamed = endpoint.id === "api-server" ? "<VPC CIDR>" : elsewhere;
  const ranges = endpoint.cidrs.length > 0 ? endpoint.cidrs.join(", ") : unnamed;
  const optional = endpoint.required ? "" : ` (${labels.optional})`;
  return [
    ...wrap(endpoint.host, width - 1).map((line) => ` ${line}`),
    tableRow([{ text: "", width: 2 }], `${ports}; ${ranges}; ${endpoint.purpose}${optional}`, width),
  ].join("\n");
}

function settingRow({ direction, kind, text }: DeviceSetting, width: number, { labels }: Words): string {
  const columns = [
    { text: "", width: 0 },
    { text: labels.directions[direction], width: 8 },
    { text: labels.kinds[kind], width: 5 },
  ];
  return tableRow(columns, text, width);
}
