import type { TcpFigures } from "../model/probe.ts";

/** From TCP_INFO, of a connection since its first SYN. Absent: this kernel does not count it. */
export interface TcpCounts {
  /** Segments sent again, SYNs included. */
  retransmitted: number;
  /** Segments sent and not acknowledged yet. */
  unacknowledged: number;
  /** The smoothed round trip and its mean deviation, RFC 6298. */
  smoothedMs: number;
  deviationMs: number;
  /** Segments with data that were sent, those sent again included: since Linux 4.6. */
  dataSegments?: number;
  /** Segments that had arrived before they were sent again, by the other side's word (D-SACK, RFC 2883): since Linux 4.19. */
  duplicates?: number;
}

/**
 * Figures of a connection from two looks at the kernel's counts. The kernel counts repeated SYNs and repeated data together; those
 * counted when the connection had just opened were SYNs.
 */
export function tcpFigures(opened: TcpCounts, now: TcpCounts): TcpFigures {
  const repeatedSyns = opened.retransmitted;
  return {
    // After a repeated SYN nobody can tell which of the two was answered.
    ...(repeatedSyns === 0 && { handshakeMs: opened.smoothedMs }),
    repeatedSyns,
    ...(now.dataSegments !== undefined && {
      // What has become of the last ones is not known yet.
      segments: Math.max(0, now.dataSegments - now.unacknowledged),
      retransmitted: now.retransmitted - repeatedSyns,
    }),
    ...(now.duplicates !== undefined && { arrivedTwice: now.duplicates }),
    smoothedMs: now.smoothedMs,
    deviationMs: now.deviationMs,
  };
}
