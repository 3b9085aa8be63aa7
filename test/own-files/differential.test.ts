import { describe, expect } from "vitest";
import { labTest } from "../support/lab-test.ts";
import { compareFiles, compareProxies } from "./files.ts";

describe.concurrent("as the programs of this node do", () => {
  labTest("resolv.conf and hosts files are read as glibc reads them", async () => {
    const all = await compareFiles(1, 300);
    expect(all).toHaveLength(300);
    expect(all.filter(({ isSame }) => !isSame)).toEqual([]);
  });

  labTest("proxy variables are heeded as wget and curl heed them", async () => {
    const all = await compareProxies(1, 100);
    expect(all).toHaveLength(200);
    expect(all.filter(({ seen, read }) => seen !== read)).toEqual([]);
  });
});
