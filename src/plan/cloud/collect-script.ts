import type { Words } from "../../catalogue/words/words.ts";
import type { Site } from "../../model/site.ts";
import { shellWord } from "../snippets/aliyun-cli.ts";

/** One read-only question to the cloud's API. Values of parameters are shell words. */
export interface Question {
  product: string;
  /** As permissions name it, where that differs from the product. */
  permission?: string;
  action: string;
  parameters: Record<string, string>;
  /** By page numbers, or by tokens with this parameter for how many rows a page has; absent: one answer. */
  paging?: "number" | "MaxResult" | "MaxResults";
  /** The ID that the question names. The file's name keeps it, since not every answer repeats it. */
  about?: string;
  /** Of use to find IDs alone: no JSON for --cloud. */
  isListOfIds?: true;
}

/** Questions for each ID that earlier answers have told. */
interface Loop {
  variable: string;
  /** Shell words that print IDs. */
  ids: string;
  inner: readonly Step[];
}

type Step = Question | Loop;

const REGION = { RegionId: '"$region"' };

/** In an order in which each question's IDs are known. */
const STEPS: readonly Step[] = [
  { product: "cs", action: "DescribeClusterDetail", parameters: { ClusterId: '"$cluster"' } },
  { variable: "vpc", ids: "ids vpc_id DescribeClusterDetail", inner: [] },
  { product: "vpc", action: "DescribeVirtualBorderRouters", parameters: REGION, paging: "number" },
  { product: "vpc", action: "DescribeBgpPeers", parameters: REGION, paging: "number" },
  {
    product: "vpc",
    action: "DescribeRouteTableList",
    parameters: { ...REGION, VpcId: '"$vpc"' },
    paging: "number",
  },
  {
    variable: "table",
    ids: "ids RouteTableId DescribeVirtualBorderRouters DescribeRouteTableList",
    inner: [
      {
        product: "vpc",
        action: "DescribeRouteEntryList",
        parameters: { ...REGION, RouteTableId: '"$table"' },
        paging: "MaxResult",
        about: "$table",
      },
    ],
  },
  {
    product: "vpc",
    action: "DescribeNetworkAcls",
    parameters: { ...REGION, VpcId: '"$vpc"' },
    paging: "number",
    isListOfIds: true,
  },
  {
    variable: "acl",
    ids: "ids NetworkAclId DescribeNetworkAcls",
    inner: [
      {
        product: "vpc",
        action: "DescribeNetworkAclAttributes",
        parameters: { ...REGION, NetworkAclId: '"$acl"' },
        about: "$acl",
      },
    ],
  },
  {
    variable: "cen",
    ids: "ids CenId DescribeVirtualBorderRouters",
    inner: [
      ofCen("ListTransitRouters", { CenId: '"$cen"', ...REGION }, "number", "$cen"),
      ofCen("DescribeRouteServicesInCen", { CenId: '"$cen"', AccessRegionId: '"$region"' }, "number", "$cen"),
      ofCen("DescribeCenRouteMaps", { CenId: '"$cen"', CenRegionId: '"$region"' }, "number", "$cen"),
      ofCen(
        "DescribePublishedRouteEntries",
        {
          CenId: '"$cen"',
          ChildInstanceId: '"$vpc"',
          ChildInstanceType: "VPC",
          ChildInstanceRegionId: '"$region"',
        },
        "number",
        "$vpc",
      ),
    ],
  },
  {
    variable: "router",
    ids: "ids TransitRouterId ListTransitRouters",
    inner: [
      ...["Vbr", "Vpc", "Ecr"].map((what) =>
        ofCen(
          `ListTransitRouter${what}Attachments`,
          { TransitRouterId: '"$router"', ...REGION },
          "MaxResults",
          "$router",
        ),
      ),
      ofCen("ListTransitRouterRouteTables", { TransitRouterId: '"$router"' }, "MaxResults", "$router"),
    ],
  },
  {
    variable: "table",
    ids: "ids TransitRouterRouteTableId ListTransitRouterRouteTables",
    inner: [
      ofCen(
        "ListTransitRouterRouteEntries",
        // Unless asked for all, the API leaves out what is not active.
        { TransitRouterRouteTableId: '"$table"', TransitRouterRouteEntryStatus: "All" },
        "MaxResults",
        "$table",
      ),
      ofCen(
        "ListTransitRouterRouteTableAssociations",
        { TransitRouterRouteTableId: '"$table"' },
        "MaxResults",
        "$table",
      ),
      ofCen(
        "ListTransitRouterRouteTablePropagations",
        { TransitRouterRouteTableId: '"$table"' },
        "MaxResults",
        "$table",
      ),
    ],
  },
  {
    variable: "ecr",
    ids: "ids EcrId DescribeVirtualBorderRouters",
    inner: [
      "DescribeExpressConnectRouterRouteEntries",
      "DescribeExpressConnectRouterAssociation",
      "DescribeExpressConnectRouterChildInstance",
    ].map((action) => ({
      product: "expressconnectrouter",
      action,
      parameters: { EcrId: '"$ecr"' },
      paging: "MaxResults" as const,
      about: "$ecr",
    })),
  },
  {
    variable: "group",
    ids: "ids security_group_id DescribeClusterDetail",
    inner: [
      {
        product: "ecs",
        action: "DescribeSecurityGroupAttribute",
        parameters: { ...REGION, SecurityGroupId: '"$group"' },
        about: "$group",
      },
    ],
  },
  {
    variable: "balancer",
    ids: "ids external_loadbalancer_id DescribeClusterDetail",
    inner: [
      {
        product: "slb",
        action: "DescribeLoadBalancerListeners",
        parameters: { ...REGION, "LoadBalancerId.1": '"$balancer"' },
        paging: "MaxResults",
        about: "$balancer",
      },
    ],
  },
  {
    variable: "acl",
    ids: "found 'acl-[a-z0-9]+' DescribeLoadBalancerListeners",
    inner: [
      {
        product: "slb",
        action: "DescribeAccessControlListAttribute",
        parameters: { ...REGION, AclId: '"$acl"' },
        about: "$acl",
      },
    ],
  },
];

function ofCen(
  action: string,
  parameters: Record<string, string>,
  paging: "number" | "MaxResults",
  about: string,
): Question {
  return { product: "cbn", permission: "cen", action, parameters, paging, about };
}

/** Every question of the script. */
export const QUESTIONS: readonly Question[] = questionsIn(STEPS);

function questionsIn(steps: readonly Step[]): Question[] {
  return steps.flatMap((step) => ("action" in step ? [step] : questionsIn(step.inner)));
}

/** What whoever runs the script must be allowed to do, and nothing else. */
export function ramPolicy(): object {
  const actions = QUESTIONS.map(({ product, permission = product, action }) => `${permission}:${action}`);
  return {
    Version: "1",
    Statement: [{ Effect: "Allow", Action: [...new Set(actions)].sort(), Resource: "*" }],
  };
}

/**
 * A shell script that collects what `--cloud` reads: read-only calls, one file for each answer. It needs `aliyun`, as in CloudShell.
 * @returns bash.
 */
export function collectScript({ region, cluster }: Site, words: Words["collect"]): string {
  const policy = JSON.stringify(ramPolicy(), undefined, 2).split("\n");
  const given = cluster?.id;
  return `${[
    "#!/usr/bin/env bash",
    `# ${words.purpose}`,
    `# ${words.policy}`,
    ...policy.map((line) => `#   ${line}`),
    "set -euo pipefail",
    "umask 077",
    `region=${shellWord(region)}`,
    given === undefined ? `cluster=\${1:?${words.clusterNeeded}}` : `cluster=${shellWord(given)}`,
    "folder=${FOLDER:-cloud-export}",
    'mkdir -p "$folder"',
    functions(words),
    `printf '{"exportedAt": "%s", "regionId": "%s"}\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$region" >"$folder/export.json"`,
    ...STEPS.flatMap((step) => stepLines(step)),
    `echo ${shellWord(words.done)} "$folder"`,
  ].join("\n")}\n`;
}

function functions(words: Words["collect"]): string {
  return String.raw`
# Asks once. What the API refuses leaves its reason in a file of errors, and the rest goes on.
ask() {
  local file=$folder/$1
  shift
  if aliyun "$@" --region "$region" >"$file.part" 2>"$file.error"; then
    mv "$file.part" "$file"
    rm -f "$file.error"
  else
    rm -f "$file.part"
    echo ${shellWord(words.refused)} "$file.error" >&2
  fi
}

# Asks page after page, by numbers.
pages() {
  local name=$1 ending=$2 page=1 total
  shift 2
  while [ "$page" -le 200 ]; do
    ask "$name.$page.$ending" "$@" --PageNumber "$page" --PageSize 50
    total=$(field TotalCount "$folder/$name.$page.$ending")
    [ $((page * 50)) -lt "$((total + 0))" ] || break
    page=$((page + 1))
  done
}

# Asks page after page, by tokens.
tokens() {
  local name=$1 ending=$2 size=$3 page=1 token=
  shift 3
  while [ "$page" -le 200 ]; do
    ask "$name.$page.$ending" "$@" "--$size" 50 ${"${token:+--NextToken"} ${'"$token"}'}
    token=$(field NextToken "$folder/$name.$page.$ending")
    [ -n "$token" ] || break
    page=$((page + 1))
  done
}

# The first value of a field of one answer.
field() {
  [ -f "$2" ] || return 0
  grep -oE "\"$1\" *: *(\"[^\"]*\"|[0-9]+)" "$2" | head -n 1 | sed -E 's/^[^:]*: *"?//; s/"$//' || true
}

# All values of a field in the answers to these questions, each once.
ids() {
  local name=$1
  shift
  found "\"$name\" *: *\"[A-Za-z0-9._:-]+\"" "$@" | sed -E 's/^[^:]*: *"//; s/"$//' | sort -u
}

# All that matches in the answers to these questions, each once.
found() {
  local pattern=$1 question
  shift
  for question in "$@"; do
    find "$folder" -type f \( -name "$question.*" \) ! -name '*.error' -exec grep -ohE "$pattern" {} + || true
  done | sort -u
}
`;
}

function stepLines(step: Step, indent = ""): string[] {
  if (!("action" in step)) {
    const { variable, ids, inner } = step;
    // A single ID that later questions need.
    if (inner.length === 0) return [`${indent}${variable}=$(${ids} | sed -n 1p)`];
    return [
      `${indent}for ${variable} in $(${ids}); do`,
      ...inner.flatMap((each) => stepLines(each, `${indent}  `)),
      `${indent}done`,
    ];
  }
  const { product, action, parameters, paging, about, isListOfIds } = step;
  const name = about === undefined ? action : `"${action}.${about}"`;
  const call = [product, action, ...Object.entries(parameters).map(([key, value]) => `--${key} ${value}`)].join(" ");
  const ending = isListOfIds === true ? "ids" : "json";
  switch (paging) {
    case undefined:
      return [`${indent}ask ${about === undefined ? `${action}.${ending}` : `"${action}.${about}.${ending}"`} ${call}`];
    case "number":
      return [`${indent}pages ${name} ${ending} ${call}`];
    case "MaxResult":
    case "MaxResults":
      return [`${indent}tokens ${name} ${ending} ${paging} ${call}`];
  }
}
