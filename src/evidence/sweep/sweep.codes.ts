export const FINDING_KINDS = ['missing', 'changed', 'truncated', 'unreadable', 'untracked'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/**
 * `open` and `accepted` (somebody knows and said why) stand for what is still so; the others have ended: the right bytes
 * are back, something else is wrong now, a record names the bytes, a rule removed them, they are gone.
 */
export const FINDING_STATES = ['open', 'accepted', 'restored', 'superseded', 'adopted', 'removed', 'gone'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export const SWEEP_OCCASIONS = ['schedule', 'demand'] as const;
export type SweepOccasion = (typeof SWEEP_OCCASIONS)[number];
