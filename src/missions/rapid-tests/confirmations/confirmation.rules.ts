/** A laboratory is asked, and reports, or the request is taken back. */
export const CONFIRMATION_STATES = ['requested', 'reported', 'withdrawn'] as const;
export type ConfirmationState = (typeof CONFIRMATION_STATES)[number];

/** What a laboratory found against the limit. */
export const FINDINGS = ['below', 'exceeds', 'inconclusive'] as const;
export type Finding = (typeof FINDINGS)[number];

/** Where a request can go from each state. */
export const CONFIRMATION_STEPS: Readonly<Record<ConfirmationState, readonly ConfirmationState[]>> = {
  requested: ['reported', 'withdrawn'],
  reported: [],
  withdrawn: [],
};

export function mayEnd(from: ConfirmationState, to: ConfirmationState): boolean {
  return CONFIRMATION_STEPS[from].includes(to);
}
