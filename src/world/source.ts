/**
 * The chosen source address, where it makes sense: a resolver on loopback drops queries from any other address, and an
 * IPv4 source reaches no IPv6 server.
 */
export function sourceFor(destination: string, sourceIp: string | undefined): string | undefined {
  const loopback = destination.startsWith("127.") || destination === "::1";
  return loopback || destination.includes(":") ? undefined : sourceIp;
}
