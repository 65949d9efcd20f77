export const REQUEST_KINDS = ['device', 'expert', 'people'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATES = ['open', 'partially_met', 'met', 'cancelled'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** Of one request. */
export const MOST_ASKED = 100;
/** Of one session; all are listed at once. */
export const MOST_REQUESTS = 200;
