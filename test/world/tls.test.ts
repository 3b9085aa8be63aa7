import net from "node:net";
import tls from "node:tls";
import { describe, expect, it } from "vitest";
import { publicCertificateFailure } from "../../src/checks/shared/certificate.ts";
import type { TlsAlert } from "../../src/model/message.ts";
import type { HttpEvidence, TlsEvidence } from "../../src/model/probe.ts";
import { http } from "../../src/probes/http.ts";
import { tlsAlertOf } from "../../src/wire/tls-alerts.ts";
import { handshake } from "../../src/world/tls.ts";
import { loopbackWorld, Servers } from "../support/servers.ts";
import { issue, keyOf, pem, type Issued } from "./chains.ts";

const HOST = "oss.example.com";
const YEAR = 365;

interface Served {
  leaf: Issued;
  /** Sent with it. */
  above?: Issued[];
  /** In this system's store. */
  trusted: Issued[];
  /** In the current public bundle. */
  known?: Issued[];
}

/** What a real handshake with such a server is evidence of. */
async function seenOf({ leaf, above = [], trusted, known = [] }: Served): Promise<TlsEvidence> {
  await using servers = new Servers();
  const context = tls.createSecureContext({
    cert: pem(leaf, ...above),
    key: await keyOf(leaf),
    // A server may serve what no client takes.
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  const port = await servers.tcp((socket) => {
    new tls.TLSSocket(socket, { isServer: true, secureContext: context }).on("error", () => undefined);
  });
  const roots = trusted.map((one) => pem(one));
  const trust = {
    context: tls.createSecureContext({ ca: roots, minVersion: "TLSv1.2" }),
    roots: roots.length,
    publicRoots: known.map((one) => pem(one)),
  };
  const { evidence, socket } = await handshake(net.connect(port, "127.0.0.1"), HOST, trust, AbortSignal.timeout(5_000));
  socket?.destroy();
  return evidence;
}

const DAY_MS = 86_400_000;

/** The verdict, with the message's subject; `aheadDays` is what this node's clock is ahead of the service's. */
async function verdictOn(served: Served, aheadDays = 0): Promise<{ code: string | undefined; subject?: string }> {
  const evidence = await seenOf(served);
  const nowMs = Date.now();
  const http: HttpEvidence = {
    tcp: {},
    tls: evidence,
    response: {
      status: 403,
      headers: { date: new Date(nowMs - aheadDays * DAY_MS).toUTCString() },
      body: "",
      bodyBytes: 0,
      responseMs: 1,
      receivedAtMs: nowMs,
    },
  };
  const request = {
    probe: "http",
    to: { ip: "127.0.0.1", port: 443 },
    scheme: "https",
    host: HOST,
    method: "GET",
    path: "/",
  } as const;
  const judged = publicCertificateFailure(
    [{ request, outcome: "response", evidence: http, startedAtMs: 0, durationMs: 1, attempts: 1 }],
    HOST,
  );
  const args = judged?.message.args as { subject?: string } | undefined;
  return { code: judged?.message.key, ...(args?.subject !== undefined && { subject: args.subject }) };
}

const root = await issue({ name: "public root", isAuthority: true });
const other = await issue({ name: "another root", isAuthority: true });
const between = await issue({ name: "public CA", issuer: root, isAuthority: true });
const good = await issue({ name: HOST, issuer: between, names: [HOST] });

describe("a certificate chain", () => {
  it("that a trusted root vouches for is well", async () => {
    expect(await verdictOn({ leaf: good, above: [between], trusted: [root] })).toEqual({ code: undefined });
  });

  it("whose root only a current public bundle has is a matter of this system's store", async () => {
    const served = { leaf: good, above: [between], trusted: [other], known: [root] };
    expect((await seenOf(served)).untrusted).toBe("root-missing");
    expect((await verdictOn(served)).code).toBe("tls-root-missing");
  });

  it("the same where the server sends the root as well", async () => {
    const served = { leaf: good, above: [between, root], trusted: [other], known: [root] };
    expect((await verdictOn(served)).code).toBe("tls-root-missing");
  });

  it("the same of a leaf that the root itself has signed", async () => {
    const leaf = await issue({ name: HOST, issuer: root, names: [HOST] });
    expect((await verdictOn({ leaf, trusted: [other], known: [root] })).code).toBe("tls-root-missing");
  });

  it("without its intermediate, which it says where to find, is the server's fault", async () => {
    const leaf = await issue({
      name: HOST,
      issuer: between,
      names: [HOST],
      issuerAt: "http://ca.example.com/between.cer",
    });
    const served = { leaf, trusted: [root], known: [root] };
    expect((await seenOf(served)).untrusted).toBe("intermediate-missing");
    expect((await verdictOn(served)).code).toBe("tls-intermediate-missing");
  });

  it("of an authority that nobody knows is a box's own", async () => {
    const box = await issue({ name: "Company Web Filter", isAuthority: true });
    const leaf = await issue({ name: HOST, issuer: box, names: [HOST] });
    for (const above of [[], [box]])
      expect((await verdictOn({ leaf, above, trusted: [root], known: [root] })).code).toBe("tls-untrusted-issuer");
  });

  it("with an authority that has expired names that authority, and not the leaf", async () => {
    const expired = await issue({ name: "old CA", issuer: root, isAuthority: true, validFrom: -90, validUntil: -1 });
    const leaf = await issue({ name: HOST, issuer: expired, names: [HOST], validUntil: YEAR });
    expect(await verdictOn({ leaf, above: [expired], trusted: [root] })).toEqual({
      code: "tls-authority-expired",
      subject: "CN=old CA",
    });
  });

  it("with a leaf that has expired names the leaf", async () => {
    const leaf = await issue({ name: HOST, issuer: between, names: [HOST], validFrom: -90, validUntil: -1 });
    expect(await verdictOn({ leaf, above: [between], trusted: [root] })).toEqual({
      code: "tls-expired",
      subject: `CN=${HOST}`,
    });
  });

  it("that is valid by the service's own date is well: this node's clock is ahead", async () => {
    const early = { validFrom: -3 * YEAR, validUntil: -YEAR };
    const oldRoot = await issue({ name: "public root", isAuthority: true, ...early });
    const leaf = await issue({ name: HOST, issuer: oldRoot, names: [HOST], ...early });
    expect((await verdictOn({ leaf, trusted: [oldRoot] }, 2 * YEAR)).code).toBe("tls-out-of-time-here");
    expect((await verdictOn({ leaf, trusted: [oldRoot] })).code).toBe("tls-expired");
  });

  it("and behind, where it is not valid yet", async () => {
    const lasting = await issue({ name: "lasting root", isAuthority: true, validUntil: YEAR });
    const leaf = await issue({ name: HOST, issuer: lasting, names: [HOST], validFrom: 100, validUntil: 200 });
    expect((await verdictOn({ leaf, trusted: [lasting] })).code).toBe("tls-not-yet-valid");
    expect((await verdictOn({ leaf, trusted: [lasting] }, -150)).code).toBe("tls-out-of-time-here");
  });

  it("without a subjectAltName is refused, whatever its common name says", async () => {
    const leaf = await issue({ name: HOST, issuer: between });
    expect((await verdictOn({ leaf, above: [between], trusted: [root] })).code).toBe("tls-without-names");
  });

  it("signed over a weak digest names the certificate, whichever it is", async () => {
    const leaf = await issue({ name: HOST, issuer: between, names: [HOST], digest: "SHA-1" });
    expect(await verdictOn({ leaf, above: [between], trusted: [root] })).toEqual({
      code: "tls-weak-signature",
      subject: `CN=${HOST}`,
    });
    const weak = await issue({ name: "weak CA", issuer: root, isAuthority: true, digest: "SHA-1" });
    const below = await issue({ name: HOST, issuer: weak, names: [HOST] });
    expect(await verdictOn({ leaf: below, above: [weak], trusted: [root] })).toEqual({
      code: "tls-weak-signature",
      subject: "CN=weak CA",
    });
  });

  it("with a root that is signed over a weak digest is well: nobody looks at that signature", async () => {
    const old = await issue({ name: "old root", isAuthority: true, digest: "SHA-1" });
    const leaf = await issue({ name: HOST, issuer: old, names: [HOST] });
    expect(await verdictOn({ leaf, above: [old], trusted: [old] })).toEqual({ code: undefined });
  });
});

describe("a server that breaks the handshake off", () => {
  /** What the whole conversation ends with, and the reason that is told. */
  async function refusalOf(options: tls.TlsOptions): Promise<[string, TlsAlert | undefined]> {
    await using servers = new Servers();
    const server = tls.createServer({ cert: pem(good, between), key: await keyOf(good), ...options }, (socket) =>
      socket.on("error", () => undefined).on("data", () => socket.end("HTTP/1.1 204 No Content\r\n\r\n")),
    );
    const port = await servers.tcp((socket) => server.emit("connection", socket));
    const request = { probe: "http", scheme: "https", host: HOST, method: "GET", path: "/" } as const;
    const to = { ip: "127.0.0.1", port };
    const { outcome, evidence } = await http({ ...request, to }, loopbackWorld([]), AbortSignal.timeout(5_000));
    return [outcome, tlsAlertOf(evidence?.errno ?? evidence?.tls?.errno ?? "")];
  }

  it.each<[string, tls.TlsOptions, TlsAlert]>([
    [
      "since it wants a client certificate, with TLS 1.2",
      { requestCert: true, maxVersion: "TLSv1.2" },
      "nothing-in-common",
    ],
    ["since it is too old", { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }, "version"],
    [
      "since it takes no cipher that is offered",
      { maxVersion: "TLSv1.2", ciphers: "AES128-CCM8" },
      "nothing-in-common",
    ],
  ])("%s", async (_name, options, alert) => {
    expect(await refusalOf(options)).toEqual(["tls-alert", alert]);
  });
});
