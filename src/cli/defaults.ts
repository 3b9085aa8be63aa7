/** What holds unless an option says otherwise. */
export const DEFAULTS = {
  networkPlugin: "flannel",
  timeoutMs: 3_000,
  retries: 1,
  deadlineS: 60,
  reflectorMinutes: 60,
  settingsFile: "edge-preflight.yaml",
} as const;
