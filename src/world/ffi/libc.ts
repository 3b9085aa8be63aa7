import * as layouts from "./layouts.ts";

/** The few calls into the C library. All of them return at once: every socket is non-blocking, poll() never waits. */
export interface Libc {
  /** @param protocol 0 is the type's usual one. */
  socket(type: number, protocol?: number): number;
  setsockopt(fd: number, level: number, option: number, value: Buffer): number;
  /** @returns as many bytes as the kernel has filled, at most so many; undefined when it refused. */
  getsockopt(fd: number, level: number, option: number, bytes: number): Buffer | undefined;
  bind(fd: number, address: Buffer): number;
  connect(fd: number, address: Buffer): number;
  send(fd: number, data: Uint8Array): number;
  receive(fd: number, flags: number): Received | undefined;
  /** @returns the events of each descriptor, 0 where there are none. */
  poll(interests: readonly layouts.Interest[]): number[];
  localPort(fd: number): number;
  close(fd: number): void;
  /** The kernel's name for the last failure. */
  errno(): string;
  errnoName(errno: number): string;
}

export interface Received {
  data: Buffer;
  control: Buffer;
}

const DATA_BYTES = 65_536;
const CONTROL_BYTES = 1_024;

/** @throws where koffi has no binary for this machine. */
export async function loadLibc(): Promise<Libc> {
  const { default: koffi } = await import("koffi");
  const library = koffi.load(null);
  koffi.struct("iovec", { base: "void *", len: "size_t" });
  koffi.struct("msghdr", {
    name: "void *",
    namelen: "uint32",
    iov: "iovec *",
    iovlen: "size_t",
    control: "void *",
    controllen: "size_t",
    flags: "int",
  });
  const socket = library.func("int socket(int, int, int)") as (
    family: number,
    type: number,
    protocol: number,
  ) => number;
  const setsockopt = library.func("int setsockopt(int, int, int, const void *, uint32)") as SetSockOpt;
  const getsockopt = library.func("int getsockopt(int, int, int, _Out_ void *, _Inout_ uint32 *)") as GetSockOpt;
  const bind = library.func("int bind(int, const void *, uint32)") as WithAddress;
  const connect = library.func("int connect(int, const void *, uint32)") as WithAddress;
  const send = library.func("intptr_t send(int, const void *, size_t, int)") as Send;
  const recvmsg = library.func("intptr_t recvmsg(int, _Inout_ msghdr *, int)") as ReceiveMessage;
  const poll = library.func("int poll(void *, unsigned long, int)") as Poll;
  const getsockname = library.func("int getsockname(int, _Out_ void *, _Inout_ uint32 *)") as GetSockName;
  const close = library.func("int close(int)") as (fd: number) => number;
  // One pair for all: a message is copied out before the next call.
  const data = Buffer.alloc(DATA_BYTES);
  const control = Buffer.alloc(CONTROL_BYTES);
  return {
    socket: (type, protocol = 0) =>
      socket(layouts.AF_INET, type | layouts.SOCK_NONBLOCK | layouts.SOCK_CLOEXEC, protocol),
    setsockopt: (fd, level, option, value) => setsockopt(fd, level, option, value, value.length),
    getsockopt(fd, level, option, bytes) {
      const value = Buffer.alloc(bytes);
      const length: [number] = [bytes];
      return getsockopt(fd, level, option, value, length) === 0 ? value.subarray(0, length[0]) : undefined;
    },
    bind: (fd, address) => bind(fd, address, address.length),
    connect: (fd, address) => connect(fd, address, address.length),
    send: (fd, message) => send(fd, message, message.length, layouts.MSG_DONTWAIT | layouts.MSG_NOSIGNAL),
    receive(fd, flags) {
      const message: MessageHeader = {
        name: null,
        namelen: 0,
        iov: [{ base: data, len: DATA_BYTES }],
        iovlen: 1,
        control,
        controllen: CONTROL_BYTES,
        flags: 0,
      };
      const bytes = recvmsg(fd, message, flags | layouts.MSG_DONTWAIT);
      if (bytes < 0) return undefined;
      return {
        data: Buffer.from(data.subarray(0, bytes)),
        control: Buffer.from(control.subarray(0, Number(message.controllen))),
      };
    },
    poll(interests) {
      const buffer = layouts.pollfds(interests);
      const ready = poll(buffer, interests.length, 0);
      return interests.map((_, index) => (ready > 0 ? layouts.returnedEvents(buffer, index) : 0));
    },
    localPort(fd) {
      const address = Buffer.alloc(layouts.SOCKADDR_IN_BYTES);
      return getsockname(fd, address, [address.length]) === 0 ? layouts.readSockaddrIn(address).port : 0;
    },
    close: (fd) => {
      close(fd);
    },
    errno: () => errnoName(koffi.errno(), koffi.os.errno),
    errnoName: (errno) => errnoName(errno, koffi.os.errno),
  };
}

function errnoName(errno: number, names: Record<string, number>): string {
  return Object.entries(names).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`;
}

type SetSockOpt = (fd: number, level: number, option: number, value: Buffer, bytes: number) => number;
type GetSockOpt = (fd: number, level: number, option: number, value: Buffer, bytes: [number]) => number;
type WithAddress = (fd: number, address: Buffer, bytes: number) => number;
type Send = (fd: number, data: Uint8Array, bytes: number, flags: number) => number;
type ReceiveMessage = (fd: number, message: MessageHeader, flags: number) => number;
type Poll = (descriptors: Buffer, count: number, timeoutMs: number) => number;
type GetSockName = (fd: number, address: Buffer, bytes: [number]) => number;

interface MessageHeader {
  name: null;
  namelen: number;
  iov: { base: Buffer; len: number }[];
  iovlen: number;
  control: Buffer;
  controllen: number | bigint;
  flags: number;
}
