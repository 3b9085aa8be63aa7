import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect } from "vitest";
import { firewall } from "../scenarios/scenario.ts";
import { labTest } from "../support/lab-test.ts";
import { example } from "../support/readme.ts";
import { Lab, type Outcome } from "./lab.ts";
import { API_SERVER, referenceSite, SITE_DNS } from "./reference-site.ts";
import { LAUNCHER } from "./services.ts";

const SETTINGS = example("#cloud-config").split("content: |\n")[1]?.split("runcmd")[0]?.replace(/^ +/gm, "");

/**
 * Runs a script on the lab's node where the folders that provisioning writes to are the lab's own, over the machine's,
 * the tool is installed and the join script notes that it ran.
 */
async function provision(
  lab: Lab,
  script: string,
  files: Record<string, string> = {},
): Promise<Outcome & { joined: boolean }> {
  const work = path.join(lab.folder, "work");
  await mkdir(work, { recursive: true });
  const tool = `#!/bin/sh\nexec ${process.execPath} ${LAUNCHER} "$@"\n`;
  for (const [name, text] of Object.entries({
    ...files,
    "edge-preflight": tool,
    "edge-preflight.yaml": SETTINGS ?? "",
  }))
    await writeFile(path.join(work, name), text, { mode: 0o755 });
  const before = `cd ${work}
for folder in etc usr/local/bin var root; do mkdir -p upper/$folder scratch/$folder; done
mkdir -p upper/etc/ssl/certs
for file in hosts resolv.conf os-release ssl/certs/ca-certificates.crt; do cp -L /etc/$file upper/etc/$file; done
cp edge-preflight upper/usr/local/bin/
echo 'touch /root/joined' > upper/root/join.sh
for folder in etc usr/local/bin var root; do
  mount -t overlay -o lowerdir=/$folder,upperdir=$PWD/upper/$folder,workdir=$PWD/scratch/$folder overlay /$folder
done`;
  const { code, stdout, stderr } = await lab.run(
    "node",
    ["sh", "-c", `${script}\nstatus=$?; ls /root/joined /var/log/edge-preflight* >&2; exit $status`],
    {
      before,
      files: { "/etc/resolv.conf": `nameserver ${SITE_DNS}\n` },
      env: { HOME: "/root", PATH: `/usr/local/bin:${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` },
    },
  );
  return { code, stdout, stderr, joined: stderr.includes("\n/root/joined\n") || stderr.startsWith("/root/joined\n") };
}

describe.concurrent("the README's example", () => {
  labTest("for a shell waits for the network, then joins", async () => {
    const network = referenceSite();
    firewall(network, `ip daddr ${API_SERVER} counter reject`);
    await using lab = await Lab.start(network);
    const running = provision(lab, "sh example.sh", { "example.sh": example("#!/bin/sh") });
    // What is refused is not asked again in the same round.
    await lab.until("firewall", "nft list ruleset | grep -q 'counter packets [1-9]'");
    await lab.change("firewall", "nft flush ruleset");
    const { code, stdout, stderr, joined } = await running;
    expect({ code, joined }).toEqual({ code: 0, joined: true });
    expect(stdout).toContain("READY: this server can join the cluster");
    expect(stderr).toMatch(/^edge-preflight: NOT READY: /);
    expect(stderr).toContain("/var/log/edge-preflight.html");
  });

  labTest("for cloud-init is valid, and joins", async () => {
    await using lab = await Lab.start(referenceSite());
    const userData = example("#cloud-config");
    // An instance of no cloud, with the stages and modules that the example needs, and no other.
    const system = {
      datasource_list: ["None"],
      datasource: { None: { userdata_raw: userData } },
      network: { config: "disabled" },
      cloud_init_modules: ["write_files"],
      cloud_config_modules: ["runcmd"],
      cloud_final_modules: ["scripts_user"],
    };
    const script = [
      "cloud-init schema --config-file user-data || exit",
      "rm -f /etc/cloud/cloud.cfg.d/* && cp cloud.cfg /etc/cloud/cloud.cfg",
      "cloud-init init && cloud-init modules --mode config && cloud-init modules --mode final",
    ].join("\n");
    const { stdout, stderr, joined } = await provision(lab, script, {
      "user-data": userData,
      "cloud.cfg": JSON.stringify(system),
    });
    expect(stdout).toMatch(/^Valid (?:schema|cloud-config)/);
    expect({ joined, saved: stderr.includes("/var/log/edge-preflight.json") }).toEqual({ joined: true, saved: true });
  });

  labTest("for systemd is two units without faults, and their commands join", async () => {
    await using lab = await Lab.start(referenceSite());
    const units = {
      "edge-preflight.service": example("[Unit]\nDescription=Look"),
      "edge-join.service": example("[Unit]\nDescription=Join"),
    };
    const commands = Object.values(units).map((unit) => /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? "");
    const script = [
      "chmod 644 *.service && cp *.service /etc/systemd/system/ || exit",
      "systemd-analyze verify --man=no /etc/systemd/system/edge-*.service || exit",
      "cp edge-preflight.yaml /etc/ && mkdir -p /var/log/edge-preflight || exit",
      commands.join(" && "),
    ];
    const { code, stderr, joined } = await provision(lab, script.join("\n"), units);
    expect(stderr).not.toMatch(/edge-(?:preflight|join)\.service/);
    expect(stderr).toContain("report.json");
    expect({ code, joined }).toEqual({ code: 0, joined: true });
  });

  const play = "ansible-playbook --connection local --inventory edge, playbook.yaml";
  const playbook = () => ({ "playbook.yaml": example("- hosts: edge").replace("hosts: edge", "hosts: all") });

  labTest("for Ansible joins", async () => {
    await using lab = await Lab.start(referenceSite());
    const { code, stdout, joined } = await provision(lab, play, playbook());
    expect(stdout).toMatch(/failed=0/);
    expect({ code, joined }).toEqual({ code: 0, joined: true });
  });

  labTest("for Ansible fails with the finding where the firewall refuses, and does not join", async () => {
    const network = referenceSite();
    firewall(network, `ip daddr ${API_SERVER} reject with icmpx type admin-prohibited`);
    await using lab = await Lab.start(network);
    const { code, stdout, joined } = await provision(lab, play, playbook());
    expect(stdout).toContain("the firewall blocks connections to the VPC: 192.168.0.0/16");
    expect({ code, joined }).toEqual({ code: 2, joined: false });
  });
});
