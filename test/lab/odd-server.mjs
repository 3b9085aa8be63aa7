// A server that answers as real ones do when something is wrong. Arguments: what it does, then what that takes.
import dgram from "node:dgram";
import http from "node:http";
import net from "node:net";
import dnsPacket from "dns-packet";

const [what, ip, ...rest] = process.argv.slice(2);

/** Seconds from 1900 to 1970. */
const NTP_EPOCH = 2_208_988_800;

function ntpReply(request, { offsetMs = 0, leap = 0, stratum = 2, reference = Buffer.from([10, 0, 0, 1]) }) {
  const reply = Buffer.alloc(48);
  const at = Date.now() + offsetMs;
  const stamp = (offset) => {
    reply.writeUInt32BE(Math.floor(at / 1000) + NTP_EPOCH, offset);
    reply.writeUInt32BE(Math.floor(((at % 1000) / 1000) * 2 ** 32), offset + 4);
  };
  reply.writeUInt8((leap << 6) | (4 << 3) | 4, 0);
  reply.writeUInt8(stratum, 1);
  reference.copy(reply, 12);
  request.copy(reply, 24, 40, 48);
  for (const offset of [16, 32, 40]) stamp(offset);
  return reply;
}

function ntp(answer, from = ip) {
  const socket = dgram.createSocket("udp4");
  const sender = from === ip ? socket : dgram.createSocket("udp4");
  socket.on("message", (request, { port, address }) => sender.send(answer(request), port, address));
  if (sender !== socket) sender.bind(123, from, () => socket.bind(123, ip));
  else socket.bind(123, ip);
}

function dns(answerTo) {
  const socket = dgram.createSocket("udp4");
  socket.on("message", (data, { port, address }) => {
    const { id, questions } = dnsPacket.decode(data);
    const answer = answerTo(questions[0]);
    if (answer !== undefined)
      socket.send(dnsPacket.encode({ type: "response", id, questions, ...answer }), port, address);
  });
  socket.bind(53, ip);
}

const RECURSION = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE;

function udp(port, answer) {
  const socket = dgram.createSocket("udp4");
  socket.on("message", (data, sender) => {
    if (answer) socket.send(data, sender.port, sender.address);
  });
  socket.bind(port, ip);
}

const SERVERS = {
  // Takes whatever host a request is for to one server.
  "http-proxy": () =>
    http
      .createServer(({ url, headers }, response) => {
        const { pathname } = new URL(url);
        http.get({ host: rest[1], path: pathname, headers: { host: headers.host } }, (answer) => {
          response.writeHead(answer.statusCode);
          answer.pipe(response);
        });
      })
      .listen(Number(rest[0]), ip),
  "tcp-open": () => net.createServer((socket) => socket.resume()).listen(Number(rest[0]), ip),
  "udp-echo": () => udp(Number(rest[0]), true),
  "udp-mute": () => udp(Number(rest[0]), false),
  "ntp-ahead": () => ntp((request) => ntpReply(request, { offsetMs: Number(rest[0]) })),
  "ntp-starting": () => ntp((request) => ntpReply(request, { leap: 3, stratum: 0, reference: Buffer.from("INIT") })),
  "ntp-alone": () => ntp((request) => ntpReply(request, { stratum: 10, reference: Buffer.from([127, 127, 1, 1]) })),
  "ntp-denying": () => ntp((request) => ntpReply(request, { leap: 3, stratum: 0, reference: Buffer.from(rest[0]) })),
  "ntp-from": () => ntp((request) => ntpReply(request, {}), rest[0]),
  "dns-truncating": () => dns(() => ({ flags: RECURSION | dnsPacket.TRUNCATED_RESPONSE, answers: [] })),
  "dns-without-aaaa": () => {
    const records = new Map(rest.map((record) => record.split("=")));
    dns(({ name, type }) => {
      if (type === "AAAA") return undefined;
      const address = records.get(name);
      // NXDOMAIN for what it does not know.
      if (address === undefined) return { flags: RECURSION | 3, answers: [] };
      return { flags: RECURSION, answers: [{ type: "A", name, ttl: 60, data: address }] };
    });
  },
  /** A balancer that has nobody behind it: it takes a connection, and ends it once data comes. */
  "tcp-resetting": () =>
    net
      .createServer((socket) => {
        socket.on("error", () => undefined);
        socket.on("data", () => socket.resetAndDestroy());
      })
      .listen(Number(rest[0]), ip),
};
SERVERS[what]();
