import { REJECTION_CODES } from '../dialects/dialect.js';

/** Why a message is in quarantine: what the dialects reject, and what only the registry, the rules or the store can say. */
export const QUARANTINE_CODES = [
  ...REJECTION_CODES,
  'DEVICE_UNKNOWN',
  'TOPIC_NOT_OWNED',
  'NOT_PAIRED',
  'READING_REFUSED',
  'REPLY_TO_NOTHING',
  'STORE_REFUSED',
] as const;
/** What was settled when the message came, and is not asked again: who spoke, for whom, and how much of it was kept. */
const SETTLED: readonly string[] = ['TOPIC_NOT_OWNED', 'NOT_PAIRED', 'PAYLOAD_TOO_LARGE'];
export const REPLAYABLE_CODES = QUARANTINE_CODES.filter((code) => !SETTLED.includes(code));

/**
 * Why a message is not taken when it is read again: a reason as before, nobody waits for its answer any more, or frames
 * of its day are no longer kept.
 */
export const REPLAY_CODES = [...QUARANTINE_CODES, 'NOT_TO_BE_STORED', 'NO_LONGER_KEPT'] as const;
export type ReplayCode = (typeof REPLAY_CODES)[number];

export type QuarantineCode = (typeof QUARANTINE_CODES)[number];
