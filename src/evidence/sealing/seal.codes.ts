export const SEAL_RULES = [
  'TWO_COLLECTORS',
  'INTEGRITY_MEASURE',
  'SOURCE_AND_PROCESS',
  'TIME_AND_PLACE',
  'TRANSCRIPT',
  'WITNESS_OR_FILM',
  'INSPECTION_LED',
  'RAPID_TEST_USABLE',
  'TECHNICAL_STANDARD',
  'MEDIUM_SEALED',
  'CASE_ATTACHED',
  'READING_DONE',
] as const;
export type SealRuleCode = (typeof SEAL_RULES)[number];

/** `explained`: not so, but it was said why, and the rule takes that. Unknown is no yes. */
export const RULE_OUTCOMES = ['satisfied', 'missing', 'unknown', 'explained'] as const;
export type RuleOutcome = (typeof RULE_OUTCOMES)[number];

export const SEAL_REASONS = [
  'COLLECTORS_TOO_FEW',
  'COLLECTORS_WITHOUT_ACCOUNT',
  'DIGESTS_MISSING',
  'ORIGIN_UNSTATED',
  'TIME_UNKNOWN',
  'PLACE_UNKNOWN',
  'TIME_AND_PLACE_UNKNOWN',
  'NO_RECORD_LISTS_IT',
  'RECORD_NOT_SIGNED',
  'RECORD_DIFFERS',
  'FILM_NOT_RECEIVED',
  'LEADER_NO_PROSECUTOR',
  'NO_RUN_LINKED',
  'METHOD_UNKNOWN',
  'STANDARD_UNKNOWN',
  'CALIBRATION_NOT_VALID',
  'STANDARD_OF_METHOD_UNSTATED',
  'MEDIUM_SEAL_UNSTATED',
  'NO_CASE',
  'RENDITION_PENDING',
  'METADATA_UNREAD',
] as const;
export type SealReason = (typeof SEAL_REASONS)[number];
