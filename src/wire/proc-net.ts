/** /proc/net/{tcp,udp}{,6} and /proc/net/route, decoded. */

export interface SocketRow {
  localAddress: string;
  localPort: number;
  /** The kernel's state code; 0x0a is LISTEN for TCP, UDP sockets are 0x07. */
  state: number;
  inode: number;
}

const TCP_LISTEN = 0x0a;

export function parseSockets(text: string): SocketRow[] {
  const rows: SocketRow[] = [];
  for (const line of text.split("\n").slice(1)) {
    const columns = line.trim().split(/\s+/);
    const [local = "", state = "", inode = ""] = [columns[1], columns[3], columns[9]];
    const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local);
    if (match === null || !/^[0-9A-F]{2}$/.test(state) || !/^\d+$/.test(inode)) continue;
    const [, address = "", port = ""] = match;
    rows.push({
      localAddress: decodeAddress(address),
      localPort: parseInt(port, 16),
      state: parseInt(state, 16),
      inode: Number(inode),
    });
  }
  return rows;
}

export function isListening(row: SocketRow): boolean {
  return row.state === TCP_LISTEN;
}

/** The kernel prints each 32-bit word in the machine's byte order, which is little-endian on x64 and arm64. */
function decodeAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)));
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  return groups.join(":");
}

export interface RouteRow {
  interface: string;
  destination: string;
  prefix: number;
  gateway: string;
  metric: number;
}

export function parseRoutes(text: string): RouteRow[] {
  const rows: RouteRow[] = [];
  for (const line of text.split("\n").slice(1)) {
    const [name, destination, gateway, , , , metric, mask] = line.trim().split(/\s+/);
    if (name === undefined || mask === undefined || !/^[0-9A-F]{8}$/.test(mask)) continue;
    const bits = parseInt(mask, 16).toString(2).replaceAll("0", "").length;
    rows.push({
      interface: name,
      destination: decodeAddress(destination ?? "00000000"),
      prefix: bits,
      gateway: decodeAddress(gateway ?? "00000000"),
      metric: Number(metric),
    });
  }
  return rows;
}

/** /proc/net/arp: flags 0x2 is a complete entry, 0x0 one that nobody has answered for. */
export function parseNeighbours(text: string): { ip: string; interface: string; complete: boolean }[] {
  return text
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [ip, , flags, , , name] = line.trim().split(/\s+/);
      if (ip === undefined || flags === undefined || name === undefined) return [];
      return [{ ip, interface: name, complete: (parseInt(flags, 16) & 0x2) !== 0 }];
    });
}

export interface InterfaceCounters {
  name: string;
  received: number;
  receiveErrors: number;
  sent: number;
  sendErrors: number;
}

/** /proc/net/dev: packets and errors of each interface. */
export function parseInterfaceCounters(text: string): InterfaceCounters[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*([^\s:]+):\s*(.*)$/.exec(line);
    const counts = match?.[2]?.trim().split(/\s+/).map(Number) ?? [];
    const [, received = NaN, receiveErrors = NaN] = counts;
    const [sent = NaN, sendErrors = NaN] = counts.slice(9);
    if (match?.[1] === undefined || ![received, receiveErrors, sent, sendErrors].every(Number.isFinite)) return [];
    return [{ name: match[1], received, receiveErrors, sent, sendErrors }];
  });
}

/** /proc/net/netstat: a line of names, then a line of their values, for each group. @returns 0 where there is no such counter. */
export function parseNetstatCounter(text: string, name: string): number {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  for (const [index, names] of lines.entries()) {
    const at = names.indexOf(name);
    const value = Number(lines[index + 1]?.[at]);
    if (at > 0 && Number.isFinite(value)) return value;
  }
  return 0;
}
