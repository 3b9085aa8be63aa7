// Answers every query with SERVFAIL, as a forwarder does whose upstream is out of reach. Argument: the address.
import dgram from "node:dgram";

const SERVFAIL = 2;
const socket = dgram.createSocket("udp4");
socket.on("message", (query, { address, port }) => {
  const reply = Buffer.from(query);
  reply[2] = 0x81;
  reply[3] = 0x80 | SERVFAIL;
  socket.send(reply, port, address);
});
socket.bind(53, process.argv[2]);
