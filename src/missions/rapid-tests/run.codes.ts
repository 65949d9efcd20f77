/** Why a run cannot be relied on. Any one of them makes the verdict `invalid`. */
export const RAPID_TEST_FLAGS = [
  'no_custody',
  'calibration_lapsed',
  'calibration_unknown',
  'lot_unknown',
  'lot_expired',
  'unit_missing',
  'item_unknown',
  'value_missing',
  'outcome_unclear',
  'control_missing',
  'control_failed',
  'blank_too_high',
  'parallel_spread',
  'out_of_range',
  'start_unknown',
  'read_early',
  'read_late',
  'photo_missing',
  'holding_time_exceeded',
] as const;
export type RapidTestFlag = (typeof RAPID_TEST_FLAGS)[number];

/** `below` satisfies the limit, `exceeds` does not (for dissolved oxygen: too little); the other two decide nothing. */
export const RAPID_TEST_VERDICTS = ['invalid', 'below', 'exceeds', 'inconclusive'] as const;
export type RapidTestVerdict = (typeof RAPID_TEST_VERDICTS)[number];

/** How a run came in: sent by the instrument itself, or read from its display and typed in. */
export const RAPID_TEST_ORIGINS = ['instrument', 'manual'] as const;
export type RapidTestOrigin = (typeof RAPID_TEST_ORIGINS)[number];

/** Why a run without a flag is still `inconclusive`. */
export const INCONCLUSIVE_REASONS = [
  'no_limit',
  'limit_unstated',
  'limit_ambiguous',
  'unit_differs_from_limit',
  'unit_differs_from_card',
  'item_differs_from_limit',
  'detection_limit_too_high',
  'below_quantification',
  'turning_point_differs',
  'known_interference',
  'below_zero',
] as const;
export type InconclusiveReason = (typeof INCONCLUSIVE_REASONS)[number];

/** What a strip or card shows. `unclear` where its own control line is absent or nobody can tell. */
export const OUTCOMES = ['positive', 'negative', 'unclear'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** For whom the test is made; whether somebody may contest it at once depends on it. */
export const AUTHORITIES = ['procuratorate', 'market_supervision', 'agriculture', 'ecology', 'other'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** `not_done` is a statement, not a fault, unless the method asks for the control; `unjudged` has no bound to be held against. */
export const CONTROL_STATES = ['passed', 'failed', 'not_done', 'unjudged'] as const;
export type ControlState = (typeof CONTROL_STATES)[number];

/** Of the rules that judge a run; a run keeps the one it was judged by. */
export const VERDICT_RULES = 'verdict-4';
