import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type net from "node:net";
import tls from "node:tls";
import { beforeAll, describe, expect, it } from "vitest";
import { http } from "../../src/probes/http.ts";
import type { HttpRequest } from "../../src/model/probe.ts";
import { Certificates, type KeyAndCertificate } from "../lab/certificates.ts";
import { loopbackWorld, Servers } from "../support/servers.ts";

let root: string;
let issued: KeyAndCertificate;

beforeAll(async () => {
  const certificates = new Certificates();
  root = path.join(mkdtempSync(path.join(os.tmpdir(), "edge-preflight-http-")), "root.pem");
  writeFileSync(root, await certificates.root("lab"));
  issued = await certificates.issue({ issuer: "lab", names: ["service.example"] });
});

async function ask(port: number, change: Partial<HttpRequest> = {}, timeoutMs = 2000) {
  const signal = AbortSignal.timeout(timeoutMs);
  const request: HttpRequest = {
    probe: "http",
    to: { ip: "127.0.0.1", port },
    scheme: "http",
    host: "service.example",
    method: "GET",
    path: "/",
    ...change,
  };
  return await http(request, loopbackWorld([root]), signal);
}

/** A server that says this to whoever has sent a request. */
function saying(text: string | Buffer, end = true) {
  return (socket: net.Socket) => {
    socket.once("data", () => (end ? socket.end(text) : socket.write(text)));
  };
}

describe("the HTTP prober", () => {
  it("keeps the headers that tell who answered, and no others", async () => {
    await using servers = new Servers();
    const port = await servers.tcp(
      saying(
        "HTTP/1.1 302 Found\r\nServer: AliyunOSS\r\nSet-Cookie: secret=1\r\nLocation: https://x.example/a?Signature=secret\r\nContent-Length: 0\r\n\r\n",
      ),
    );
    const { outcome, evidence } = await ask(port);
    expect(outcome).toBe("response");
    expect(evidence?.response).toMatchObject({
      status: 302,
      headers: { server: "AliyunOSS", location: "https://x.example/a", "content-length": "0" },
    });
    expect(JSON.stringify(evidence)).not.toContain("secret");
  });

  it("masks tokens in a body", async () => {
    await using servers = new Servers();
    const body = '{"token":"secret","access_token" : "secret2","expires_in":3600}';
    const port = await servers.tcp(saying(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
    expect((await ask(port)).evidence?.response?.body).toBe('{"token":"***","access_token" : "***","expires_in":3600}');
  });

  it("stops reading after 64 KiB of an endless body", async () => {
    await using servers = new Servers();
    const port = await servers.tcp((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        const more = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(16_384, "x")));
        };
        socket.on("drain", more);
        more();
      });
    });
    const { evidence } = await ask(port);
    expect(evidence?.response?.bodyBytes).toBe(65_536);
    expect(evidence?.response?.body).toHaveLength(4_096);
  });

  it("makes escapes in a header harmless", async () => {
    await using servers = new Servers();
    const port = await servers.tcp(saying("HTTP/1.1 200 OK\r\nServer: evil\t\u009b31m\r\nContent-Length: 0\r\n\r\n"));
    const server = (await ask(port)).evidence?.response?.headers["server"] ?? "";
    expect(server).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  it.each<[string, (socket: net.Socket) => void, string]>([
    ["accepts and says nothing", () => undefined, "http-timed-out"],
    ["sends a header octet by octet", saying("HTTP/1.1 200 OK\r\nX: ", false), "http-timed-out"],
    ["closes without a word", (socket) => socket.once("data", () => socket.end()), "http-closed"],
    ["resets", (socket) => socket.once("data", () => socket.resetAndDestroy()), "http-closed"],
    ["answers in another protocol", saying("SSH-2.0-OpenSSH_9.2\r\n"), "http-malformed"],
    ["sends headers without end", saying(`HTTP/1.1 200 OK\r\n${"X-Long: y\r\n".repeat(20_000)}\r\n`), "http-malformed"],
  ])("says what happens when the other side %s", async (_name, serve, outcome) => {
    await using servers = new Servers();
    expect(await ask(await servers.tcp(serve), {}, 500)).toMatchObject({ outcome });
  });

  it.each<[string, (socket: net.Socket) => void, string]>([
    ["says nothing", () => undefined, "tls-timed-out"],
    ["speaks plain HTTP", saying("HTTP/1.1 400 Bad Request\r\n\r\n"), "tls-not-tls"],
    ["closes", (socket) => socket.once("data", () => socket.end()), "tls-closed"],
    ["refuses with an alert", saying(Buffer.from("15030300020228", "hex")), "tls-alert"],
  ])("says what happens when the other side of a TLS handshake %s", async (_name, serve, outcome) => {
    await using servers = new Servers();
    expect(await ask(await servers.tcp(serve), { scheme: "https" }, 500)).toMatchObject({ outcome });
  });

  it("tells what a certificate is worth, and whose answer lies behind it", async () => {
    await using servers = new Servers();
    const context = tls.createSecureContext({ cert: issued.certificate, key: issued.key });
    const port = await servers.tcp((socket) => {
      const secure = new tls.TLSSocket(socket, { isServer: true, secureContext: context });
      secure.on("error", () => undefined);
      secure.once("data", () => secure.end("HTTP/1.1 200 OK\r\nServer: lab\r\nContent-Length: 0\r\n\r\n"));
    });
    const right = await ask(port, { scheme: "https" });
    const wrong = await ask(port, { scheme: "https", host: "other.example" });
    expect(right.evidence?.response?.headers["server"]).toBe("lab");
    expect(right.evidence?.tls).toMatchObject({
      nameMatches: true,
      chain: [
        { subject: "CN=service.example", subjectAltNames: ["DNS:service.example"], selfSigned: false },
        { selfSigned: true },
      ],
    });
    expect(right.evidence?.tls).not.toHaveProperty("verifyError");
    expect(wrong.evidence?.tls).toMatchObject({ nameMatches: false });
  });

  it("names a refused connection", async () => {
    const servers = new Servers();
    const port = await servers.tcp(() => undefined);
    await servers[Symbol.asyncDispose]();
    expect(await ask(port)).toEqual({ outcome: "refused", evidence: { tcp: { errno: "ECONNREFUSED" } } });
  });
});
