import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cloudIds } from "../../src/plan/cloud/cloud-ids.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { en } from "../support/words.ts";
import { renderCsv } from "../../src/render/csv.ts";
import { renderPlanCsv, renderPlanMarkdown } from "../../src/render/plan-sheet.ts";
import { snippetsOf, type Syntax } from "../../src/plan/snippets/snippets.ts";
import { siteFor } from "../support/site.ts";

const site = siteFor({
  vpcCidrs: ["192.168.0.0/16"],
  dataCenterCidrs: ["10.0.0.0/8"],
  apiServer: { host: "192.168.10.10", port: 6443 },
});
const plan = (fineGrained: boolean) => makePlan(site, { fineGrained }, en);
const ids = cloudIds(site, undefined);
const context = { ids, words: en.cloudNotes };
const firewall = (syntax: Syntax, fineGrained = true) =>
  snippetsOf(plan(fineGrained), syntax, context).find(({ device }) => device === "firewall")?.lines ?? [];

describe("commands for the devices of a data centre", () => {
  it.each([true, false])("nft puts the rules before those that drop (fine-grained: %s)", (fineGrained) => {
    const rules = firewall("nftables", fineGrained).join("\n");
    const before = "nft 'table inet filter { chain forward { type filter hook forward priority 0; drop; }; }'";
    const { status, stdout, stderr } = spawnSync("unshare", ["--user", "--map-root-user", "--net", "sh", "-e"], {
      input: `${before}\n${rules}\nnft list chain inet filter forward`,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const [, , ...listed] = stdout
      .trim()
      .split("\n")
      .map((line) => line.trim());
    const verdicts = listed.filter((line) => /(accept|drop)$/.test(line)).map((line) => line.split(" ").at(-1));
    expect(verdicts.slice(0, -1).every((verdict) => verdict === "accept")).toBe(true);
    expect(verdicts.at(-1)).toBe("drop");
    expect(rules).toContain(
      "ip saddr { 192.168.0.0/16 } ip daddr { 10.0.0.0/8 } tcp dport { 10250, 10255, 9100, 9445 } accept".slice(
        0,
        fineGrained ? undefined : 40,
      ),
    );
  });

  it.each([
    [
      "cisco-ios",
      " permit tcp 10.0.0.0 0.255.255.255 100.103.9.188 0.0.0.0 eq 443",
      "ip access-list extended ACK-EDGE-INBOUND",
    ],
    [
      "huawei-vrp",
      " rule permit tcp source 10.0.0.0 0.255.255.255 destination 100.118.28.0 0.0.0.255 destination-port eq 443",
      "acl number 3901",
    ],
    [
      "h3c-comware",
      " rule permit udp source 192.168.0.0 0.0.255.255 destination 10.0.0.0 0.255.255.255 destination-port eq 8472",
      "acl advanced 3901",
    ],
  ] as const)("%s: blocks with wildcard masks, a rule for each port", (syntax, rule, list) => {
    const lines = firewall(syntax);
    expect(lines).toContain(rule);
    expect(lines).toContain(list);
    // An access list of a switch lets nothing back by itself.
    const established = lines.filter((line) => line.endsWith("established"));
    expect(established.length).toBeGreaterThan(0);
    // What has no documented block is a remark and not a rule that allows everything.
    expect(lines.filter((line) => /permit (ip|tcp|udp) *(source)? *(any|$)/.test(line))).toEqual([]);
    expect(lines.some((line) => /^[!#] .*ntp1\.aliyun\.com/.test(line))).toBe(true);
  });

  it("routes have the masks of their syntax", () => {
    const routes = (syntax: Syntax) =>
      snippetsOf(plan(false), syntax, context)
        .find(({ device }) => device === "core-switch")
        ?.lines.filter((line) => line.startsWith("ip "));
    expect(routes("cisco-ios")).toEqual([
      "ip route 192.168.0.0 255.255.0.0 <next hop>",
      "ip route 100.0.0.0 255.0.0.0 <next hop>",
      "ip route 10.0.0.0 255.0.0.0 <next hop>",
    ]);
    expect(routes("h3c-comware")?.[0]).toBe("ip route-static 192.168.0.0 255.255.0.0 <next hop>");
    expect(routes("nftables")?.[0]).toBe("ip route add 192.168.0.0/16 via <next hop>");
  });
});

describe("the hand-over sheet", () => {
  it("has a section for each device, and a row for each setting", () => {
    const made = plan(false);
    const text = renderPlanMarkdown(made, en, ["cisco-ios"], ids);
    expect(text.match(/^## .*/gm)).toEqual(made.devices.map(({ device }) => `## ${en.devices[device]}`));
    expect(text.match(/^\| (outbound|inbound) /gm)).toHaveLength(
      made.devices.flatMap(({ settings }) => settings).length,
    );
    expect(text.match(/^```text$/gm)).toHaveLength(2);
  });

  it("as CSV has a row for each setting, eight cells wide", () => {
    const rows = renderPlanCsv(plan(true), en).trimEnd().split("\r\n");
    expect(rows).toHaveLength(1 + plan(true).devices.flatMap(({ settings }) => settings).length);
    expect(rows[0]).toBe("device,direction,kind,protocol,source,destination,ports,setting");
  });

  it("nothing in a cell is a formula, and every cell comes back as it went in", () => {
    expect(renderCsv([["=1+1", "+1", "-1", "@x", "a,b", 'say "x"', "two\nlines"]])).toBe(
      `'=1+1,'+1,'-1,'@x,"a,b","say ""x""","two\nlines"\r\n`,
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(renderCsv([[text]])).not.toMatch(/^"?[=+\-@\t]/);
      }),
    );
  });
});
