import { REJECTION_CODES } from '../dialects/dialect.js';

/** Why a message is in quarantine: what the dialects reject, and what only the registry, the rules or the store can say. */
export const QUARANTINE_CODES = [
  ...REJECTION_CODES,
  'DEVICE_UNKNOWN',
  'TOPIC_NOT_OWNED',
  'NOT_PAIRED',
  'READING_REFUSED',
  'STORE_REFUSED',
] as const;
export type QuarantineCode = (typeof QUARANTINE_CODES)[number];
