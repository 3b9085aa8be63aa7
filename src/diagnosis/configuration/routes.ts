import { isSettled, type RouteTable } from "../../cloud/view.ts";
import {
  listsOf,
  rowsOf,
  type CloudList,
  type RouteRow,
  type TransitAttachmentRow,
  type TransitRouteRow,
  type VbrRow,
} from "../../model/cloud.ts";
import { containedInAny } from "../../wire/cidr.ts";
import { longestMatch } from "./lookup.ts";
import { agreed, filesOf, sourceOf, stateOf, type CloudQuestion, type CloudStatement } from "./statement.ts";

/** Whether a route can be used, and what it is called in a sentence. */
interface Judged {
  usable: boolean;
  via?: string;
  state?: string;
}

function routeStatement<Row extends { destination: string }>(
  { view }: CloudQuestion,
  table: RouteTable<Row>,
  addresses: readonly string[],
  judge: (row: Row) => Judged,
): CloudStatement | undefined {
  if (addresses.length === 0) return undefined;
  const looked = addresses.map((address) => ({
    address,
    routes: longestMatch(table.rows, address).map((row) => ({ row, ...judge(row) })),
  }));
  const broken = looked.filter(({ routes }) => !routes.some(({ usable }) => usable));
  const source = sourceOf(view, table.files);
  if (broken.length === 0) {
    const { row, via } = looked[0]?.routes.find(({ usable }) => usable) ?? {};
    const told = {
      key: "cloud-route",
      args: { says: "present", table: table.id, destination: row?.destination ?? "", via, ...source },
    } as const;
    return { says: "present", told };
  }
  // An incomplete list may have the route on a page that was not saved. If only some addresses lack a route, another setting is wrong.
  if (!table.complete || broken.length < looked.length) return undefined;
  const [first] = broken;
  const [wrong] = first?.routes ?? [];
  const told = {
    key: "cloud-route",
    args: {
      says: "missing",
      table: table.id,
      destination: first?.address ?? "",
      via: wrong?.via,
      state: wrong?.state,
      ...source,
    },
  } as const;
  return { says: "missing", told };
}

export function vbrRoutes(
  question: CloudQuestion,
  vbr: VbrRow,
  addresses: readonly string[],
  towards: Side,
): CloudStatement | undefined {
  const table = question.view.vbrTable(vbr);
  if (table === undefined || vbr.interfaceId === undefined) return undefined;
  return routeStatement(question, table, addresses, (row) => {
    const judged = judgeRoute(row);
    const isOfLine = row.nextHops.some(({ id }) => id === vbr.interfaceId) || row.type?.toUpperCase() === "BGP";
    return { ...judged, usable: judged.usable && isOfLine === (towards === "site") };
  });
}

function judgeRoute({ status, nextHops, type }: RouteRow): Judged {
  const enabled = nextHops.filter(({ enabled: isEnabled }) => isEnabled);
  const via = nextHops.flatMap(({ id, type: kind }) => id ?? kind ?? [])[0];
  const usable = isSettled(status) && (enabled.length > 0 || nextHops.length === 0);
  return { usable, via: via ?? type, ...(usable ? {} : { state: status ?? "disabled" }) };
}

export function vpcRoutes(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const tables = question.view.vpcTables();
  if (tables === undefined) return undefined;
  return agreed(tables, ({ table }) =>
    routeStatement(question, table, addresses, (row) => {
      const judged = judgeRoute(row);
      // A route of the VPC to itself leads nowhere else.
      return { ...judged, usable: judged.usable && row.type?.toLowerCase() !== "system" };
    }),
  );
}

/** Inside the VPC packets find their way by themselves, unless somebody has entered a route that leads them elsewhere. */
export function vpcDetours(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const tables = question.view.vpcTables();
  if (tables === undefined || addresses.length === 0) return undefined;
  return agreed(tables, ({ table }): CloudStatement | undefined => {
    const detours = addresses.map((address) =>
      longestMatch(table.rows, address).find(({ type }) => type?.toLowerCase() === "custom"),
    );
    const [first] = detours;
    const source = sourceOf(question.view, table.files);
    if (first !== undefined && detours.every((each) => each !== undefined)) {
      const via = first.nextHops.flatMap(({ id, type }) => id ?? type ?? [])[0] ?? "";
      return {
        says: "missing",
        told: {
          key: "cloud-route",
          args: { says: "missing", table: table.id, destination: first.destination, via, ...source },
        },
      };
    }
    if (!table.complete || detours.some((each) => each !== undefined)) return undefined;
    return {
      says: "present",
      told: {
        key: "cloud-route",
        args: { says: "present", table: table.id, destination: addresses[0] ?? "", via: "local", ...source },
      },
    };
  });
}

// The transit router and the ECR

/** @param from the attachments that the packets come from: a route that leads back there is none. */
const judgeTransit =
  (from: readonly TransitAttachmentRow[]) =>
  ({ status, nextHopType, nextHopId, resourceId }: TransitRouteRow): Judged => {
    const isBlackHole = nextHopType?.toLowerCase() === "blackhole";
    const leadsBack = from.some((each) => each.id === nextHopId || each.resourceId === resourceId);
    const isActive = isSettled(status);
    return {
      usable: !isBlackHole && !leadsBack && isActive,
      via: resourceId ?? nextHopId ?? nextHopType,
      ...(isActive ? {} : { state: status }),
    };
  };

export function transitOutbound(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const { view } = question;
  const services = listsOf(view.configuration, "route-service").flatMap(({ rows }) => rows);
  const served = services
    .filter(
      ({ status, accessRegionId }) =>
        isSettled(status) && (accessRegionId ?? question.traffic.site.region) === question.traffic.site.region,
    )
    .flatMap(({ cidrs }) => cidrs);
  const from = view.siteAttachments();
  const tables = view.transitTables(from);
  if (tables === undefined) return withoutTables(question, addresses, "cloud");
  const said = agreed(tables, (table) => routeStatement(question, table, addresses, judgeTransit(from)));
  // A service that is routed by its own entry need not stand in the table that was exported before.
  if (said?.says === "missing" && addresses.every((address) => containedInAny(served, address))) return undefined;
  return said?.says === "present" ? (deniedOnTheWay(question, addresses) ?? said) : said;
}

export function transitInbound(question: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  const { view } = question;
  const from = view.vpcAttachments();
  const tables = view.transitTables(from);
  if (tables === undefined) return withoutTables(question, addresses, "site");
  const said = agreed(tables, (table) => routeStatement(question, table, addresses, judgeTransit(from)));
  return said?.says === "present" ? (deniedOnTheWay(question, addresses) ?? said) : said;
}

/** A route that is there, and is not told to whom it is for: it is not published, or a route map denies it. */
function deniedOnTheWay({ view }: CloudQuestion, addresses: readonly string[]): CloudStatement | undefined {
  if (addresses.length === 0) return undefined;
  const maps = rowsOf(view.configuration, "route-map").filter(
    ({ result, cidrs, status }) => result?.toLowerCase() === "deny" && cidrs.length > 0 && isSettled(status),
  );
  const map = maps.find(({ cidrs }) => addresses.every((address) => containedInAny(cidrs, address)));
  if (map !== undefined)
    return stateOf(
      "missing",
      map.id ?? "route map",
      { said: `Deny ${map.cidrs.join(", ")}` },
      view,
      filesOf(view, "route-map"),
    );
  for (const list of listsOf(view.configuration, "published")) {
    const unpublished = addresses.map((address) =>
      longestMatch(list.rows, address).find(
        ({ status, conflicts }) => status?.toLowerCase() === "nonpublished" || conflicts,
      ),
    );
    const [first] = unpublished;
    if (first === undefined || unpublished.includes(undefined)) continue;
    return {
      says: "missing",
      told: {
        key: "cloud-route",
        args: {
          says: "missing",
          table: first.tableId ?? list.about ?? "",
          destination: first.destination,
          state: first.conflicts ? "conflict" : (first.status ?? ""),
          ...sourceOf(view, list.files),
        },
      },
    };
  }
  return undefined;
}

type Side = "site" | "cloud";

/** Without route tables: of an Express Connect Router, or of a CEN instance that shows its routes by region. */
function withoutTables(
  question: CloudQuestion,
  addresses: readonly string[],
  towards: Side,
): CloudStatement | undefined {
  return (
    ecrStatement(question, addresses, towards) ??
    byNextHop(question, listsOf(question.view.configuration, "region-route"), addresses, towards)
  );
}

/** What a list of routes is called where the answer does not tell of which router it is. */
const NAMES = { "ecr-route": "ECR", "region-route": "CEN" };

/** Whether routes lead to the right side: the data centre is behind a VBR, and the cloud behind every other next hop. */
function byNextHop(
  question: CloudQuestion,
  lists: readonly CloudList<"ecr-route" | "region-route">[],
  addresses: readonly string[],
  towards: Side,
): CloudStatement | undefined {
  const vbrIds = new Set(question.view.vbrs.map(({ id }) => id));
  if (vbrIds.size === 0) return undefined;
  return agreed(lists, (list) =>
    routeStatement(question, { ...list, id: list.about ?? NAMES[list.kind] }, addresses, ({ nextHopId, status }) => {
      const isActive = isSettled(status);
      const isOfLine = nextHopId !== undefined && vbrIds.has(nextHopId);
      return {
        usable: isActive && isOfLine === (towards === "site"),
        via: nextHopId,
        ...(isActive ? {} : { state: status }),
      };
    }),
  );
}

/** An Express Connect Router in the place of a transit router. */
function ecrStatement(
  question: CloudQuestion,
  addresses: readonly string[],
  towards: Side,
): CloudStatement | undefined {
  const { view } = question;
  const ecrIds = new Set(view.vbrs.flatMap(({ ecrId }) => ecrId?.toLowerCase() ?? []));
  const isOurs = ({ about }: { about?: string }) => ecrIds.size === 0 || (about !== undefined && ecrIds.has(about));
  const said = byNextHop(question, listsOf(view.configuration, "ecr-route").filter(isOurs), addresses, towards);
  if (said?.says !== "present" || towards === "site") return said;
  const refusing = listsOf(view.configuration, "ecr-association")
    .filter(isOurs)
    .flatMap(({ rows, files }) => rows.map((row) => ({ row, files })))
    .find(
      ({ row: { allowedPrefixes, allowedPrefixesMode } }) =>
        allowedPrefixesMode?.toLowerCase() === "matchmode" &&
        allowedPrefixes.length > 0 &&
        addresses.every((address) => !containedInAny(allowedPrefixes, address)),
    );
  if (refusing === undefined) return said;
  const { id, allowedPrefixesMode, allowedPrefixes } = refusing.row;
  const state = { said: `${allowedPrefixesMode ?? ""}: ${allowedPrefixes.join(", ")}` };
  return stateOf("missing", id, state, view, refusing.files);
}
