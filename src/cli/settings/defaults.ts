/** What holds unless an option says otherwise. */
export const DEFAULTS = {
  networkPlugin: "flannel",
  timeoutMs: 3_000,
  retries: 1,
  deadlineS: 60,
  /**
   * Percent of packets that are lost there or back. At 1 % one TCP connection over 30 ms still carries 5 Mbit/s, at 5 % 2 Mbit/s
   * (Mathis et al. 1997): an image takes minutes, then tens of minutes. At 5 % every fourth handshake waits a second for something.
   */
  lineLoss: { warn: 1, fail: 5 },
  /** Milliseconds. TCP, TLS and a request are four round trips: from a second on they do not fit the usual time-out of 3 s. */
  lineRtt: { warn: 200, fail: 1_000 },
  reflectorMinutes: 60,
  settingsFile: "edge-preflight.yaml",
} as const;
