import type { Fleet } from "../../model/fleet.ts";
import { printableIn } from "../../wire/text.ts";
import { renderJson } from "../json.ts";
import type { FleetFormat } from "../report-formats.ts";
import type { TextOptions } from "../text.ts";
import { renderFleetHtml } from "./html.ts";
import { renderFleetJunit } from "./junit.ts";
import { renderFleetMarkdown } from "./markdown.ts";
import { renderFleetText } from "./text.ts";

const RENDERERS: Record<FleetFormat, (fleet: Fleet, options: TextOptions) => string> = {
  text: (fleet, options) => renderFleetText(printableIn(fleet), options),
  json: (fleet) => renderJson(fleet),
  markdown: (fleet, { words }) => renderFleetMarkdown(printableIn(fleet), words),
  html: (fleet, { words }) => renderFleetHtml(printableIn(fleet), words),
  junit: (fleet, { words }) => renderFleetJunit(printableIn(fleet), words),
};

export function renderFleet(fleet: Fleet, format: FleetFormat, options: TextOptions): string {
  return RENDERERS[format](fleet, options);
}
