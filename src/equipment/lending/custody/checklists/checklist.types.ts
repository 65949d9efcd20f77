/** Codes and shapes of checklists. */

export const ANSWER_TYPES = ['yes_no', 'count', 'text', 'choice'] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

/** When an item is asked. */
export const ITEM_MOMENTS = ['check_out', 'hand_back', 'both'] as const;
export type ItemMoment = (typeof ITEM_MOMENTS)[number];

export type ChecklistMoment = Exclude<ItemMoment, 'both'>;

/** What the registry knows of a device and answers itself: nobody is asked what is already on record. */
export const REGISTRY_SOURCES = ['insurance', 'registration', 'calibration'] as const;
export type RegistrySource = (typeof REGISTRY_SOURCES)[number];

export type AnswerValue = boolean | number | string;

export interface ChecklistItem {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly answerType: AnswerType;
  readonly required: boolean;
  readonly when: ItemMoment;
  /** The good answer; a count is good from this number up. */
  readonly expects?: AnswerValue;
  /** The good answer stands in this attribute of the device. */
  readonly expectsAttribute?: string;
  /** The answers of a `choice`. */
  readonly choices?: readonly string[];
  /** Whether a device with a bad answer stays in, or goes into quarantine when it comes back. */
  readonly blocks: boolean;
  /** Answered by the registry, not by a person. */
  readonly source?: RegistrySource;
}

export interface ChecklistTemplate {
  /** 0 for what ships with the service. */
  readonly version: number;
  /** Whether a device may leave or come back without its required items being answered. */
  readonly mandatory: boolean;
  readonly items: readonly ChecklistItem[];
}

export interface ChecklistAnswer {
  readonly code: string;
  readonly answer: AnswerValue;
  readonly note?: string;
}

/** An item as it was answered; `ok` is null where there is nothing to hold the answer against. */
export interface ChecklistResult {
  readonly code: string;
  readonly answer: AnswerValue | null;
  readonly ok: boolean | null;
  readonly expected: AnswerValue | null;
  readonly note: string | null;
}

/** What the registry says of a device. Dates are China dates, `YYYY-MM-DD`, the last good day. */
export interface RegistryFacts {
  readonly insuredUntil: string | null;
  readonly registrationNumber: string | null;
  readonly calibratedUntil: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}
