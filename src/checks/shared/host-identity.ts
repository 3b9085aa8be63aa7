export const IDENTITY_QUESTION = { identity: { probe: "host", fact: "identity" } } as const;
