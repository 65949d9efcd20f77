export const SIGHT_KINDS = ['show', 'photo'] as const;
export type SightKind = (typeof SIGHT_KINDS)[number];

/** asked → consented → stopped | over; asked → refused | stopped; a photo: asked → taken. */
export const SIGHT_STATES = ['asked', 'consented', 'refused', 'stopped', 'over', 'taken'] as const;
export type SightState = (typeof SIGHT_STATES)[number];

/** Consent is for this long and no longer; whoever goes on showing is asked again. */
export const LONGEST_SHOW_MS = 30 * 60_000;
/** Where the holder did not say. */
export const USUAL_SHOW_MS = 10 * 60_000;
