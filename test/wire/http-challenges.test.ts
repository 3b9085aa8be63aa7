import { expect, it } from "vitest";
import { challengesIn } from "../../src/wire/http-challenges.ts";

it("challenges are read as RFC 9110 has them", () => {
  expect(challengesIn('Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"')).toEqual([
    { scheme: "newauth", parameters: { realm: "apps", type: "1", title: 'Login to "apps"' } },
    { scheme: "basic", parameters: { realm: "simple" } },
  ]);
  expect(challengesIn("Negotiate, NTLM").map(({ scheme }) => scheme)).toEqual(["negotiate", "ntlm"]);
  expect(challengesIn("")).toEqual([]);
});
