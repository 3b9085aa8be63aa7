/** From here the report warns: tokens and logs still work, but nobody should join a node like this. */
export const CLOCK_WARN_MS = 1_000;

/** The cluster's certificate signer back-dates certificates by five minutes: a node further behind finds its own not yet valid. */
export const CLOCK_FAIL_MS = 300_000;

/** An HTTP Date header has whole seconds and was written some time before it arrived. */
export const HTTP_DATE_RESOLUTION_MS = 1_000;
