// The other end: answers on what this host connects to, and connects to it when told to. Argument: the path of a socket for orders.
import dgram from "node:dgram";
import net from "node:net";
import readline from "node:readline";

const [orders, ...services] = process.argv.slice(2);
for (const service of services) {
  const [protocol, ip, port] = service.split(" ");
  if (protocol === "tcp")
    net.createServer((socket) => socket.on("error", () => socket.destroy()).pipe(socket)).listen(Number(port), ip);
  else {
    const socket = dgram.createSocket("udp4");
    socket.on("error", () => undefined);
    socket.on("message", (data, from) => socket.send(data, from.port, from.address, () => undefined));
    socket.bind(Number(port), ip);
  }
}

function connects({ from, to, port, waitMs }) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: to, port, localAddress: from });
    const end = (through) => {
      socket.destroy();
      resolve(through);
    };
    setTimeout(end, waitMs, false);
    socket.on("error", () => end(false));
    socket.on("connect", () => socket.write("x"));
    socket.on("data", () => end(true));
  });
}

async function sends({ from, to, port, token }) {
  const socket = dgram.createSocket("udp4");
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.bind(0, from, resolve));
  await new Promise((resolve) => socket.send(token, port, to, resolve));
  socket.close();
  return true;
}

const link = net.connect(orders);
readline.createInterface({ input: link }).on("line", async (line) => {
  const order = JSON.parse(line);
  const through = await (order.protocol === "tcp" ? connects(order) : sends(order));
  link.write(`${JSON.stringify({ id: order.id, through })}\n`);
});
link.on("close", () => process.exit());
