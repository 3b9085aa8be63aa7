import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** Files of a mirror of Debian, Ubuntu and Rocky Linux for a web server: the indexes and the lists of packages, no packages. */
export class PackageArchive {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(packages: readonly string[]): Promise<PackageArchive> {
    const archive = new PackageArchive(await mkdtemp(path.join(os.tmpdir(), "edge-preflight-archive-")));
    await archive.#debian("debian/dists/bookworm", "main", packages);
    await archive.#debian("ubuntu/dists/noble", "main", packages.slice(0, 1));
    await archive.#debian("ubuntu/dists/noble", "universe", packages.slice(1));
    await archive.#rocky("rocky/9/BaseOS/x86_64/os", packages.slice(0, 1));
    await archive.#rocky("rocky/9/AppStream/x86_64/os", packages.slice(1));
    return archive;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #write(name: string, content: string | Buffer): Promise<void> {
    const file = path.join(this.folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  async #debian(suite: string, component: string, packages: readonly string[]): Promise<void> {
    const list = packages.map((name) => `Package: ${name}\nVersion: 1.0-1\nArchitecture: amd64\nDescription: it\n`);
    await this.#write(`${suite}/${component}/binary-amd64/Packages.gz`, gzipSync(list.join("\n")));
    await this.#write(`${suite}/InRelease`, `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Lab\n`);
  }

  async #rocky(root: string, packages: readonly string[]): Promise<void> {
    const entry = (name: string) =>
      `<package type="rpm">\n  <name>${name}</name>\n  <arch>x86_64</arch>\n  <format>\n    <rpm:provides>\n      <rpm:entry name="${name}(x86-64)"/>\n    </rpm:provides>\n  </format>\n</package>`;
    const primary = `<?xml version="1.0" encoding="UTF-8"?>\n<metadata packages="${packages.length}">\n${packages.map(entry).join("\n")}\n</metadata>\n`;
    await this.#write(`${root}/repodata/4f2a-primary.xml.gz`, gzipSync(primary));
    const repomd = `<?xml version="1.0" encoding="UTF-8"?>\n<repomd xmlns="http://linux.duke.edu/metadata/repo">\n  <data type="primary">\n    <checksum type="sha256">4f2a</checksum>\n    <location href="repodata/4f2a-primary.xml.gz"/>\n  </data>\n</repomd>\n`;
    await this.#write(`${root}/repodata/repomd.xml`, repomd);
  }
}
