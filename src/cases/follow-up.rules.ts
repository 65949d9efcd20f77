export interface FollowUp {
  /** Day in China; null: nothing is to be looked at again. */
  readonly on: string | null;
  readonly note: string | null;
}

/** What a file says that nobody set a day for. */
export const NO_FOLLOW_UP = { followUpOn: null, followUpNote: null, followUpToldOn: null } as const;
