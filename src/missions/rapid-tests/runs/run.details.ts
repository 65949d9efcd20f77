import type { AppliedHoldingTime, LimitQuestionName } from '../../../reference/index.js';
import type { MethodCardFacts } from '../../method-cards/method-card.rules.js';
import type { HoldingState } from '../../samples/sample.rules.js';
import type { ControlResult } from '../verdict/control.rules.js';

/** Whether the operator was trained for this group of instruments on that day. `not_needed` of groups without training. */
export const TRAINING_STATES = ['valid', 'missing', 'not_needed', 'unknown'] as const;
export type TrainingState = (typeof TRAINING_STATES)[number];

/** What was known when a run was judged, copied so that it stays as it was. Dates are days in China. */
export interface RunDetails {
  /** Version of the rules that judged. */
  readonly rules: string;
  readonly card: MethodCardFacts | null;
  readonly controls: readonly ControlResult[];
  /** Between parallel readings. */
  readonly deviationPercent: number | null;
  readonly calibration: {
    readonly state: 'valid' | 'lapsed' | 'unknown';
    readonly certificate: string | null;
    readonly dueOn: string | null;
  } | null;
  readonly kit: {
    readonly lotId: string;
    readonly kitCode: string;
    readonly lotNumber: string;
    readonly usableUntil: string;
  } | null;
  readonly training: TrainingState;
  readonly booking: {
    readonly id: string;
    /** Whether the operator was booked as a tester with the instrument. */
    readonly testerBooked: boolean;
    /** Whether the lot was kept by the booking. */
    readonly lotReserved: boolean;
  } | null;
  readonly holding: {
    readonly state: HoldingState;
    readonly hours: number | null;
    readonly dueAt: string | null;
    /** The version of the row that said so; absent of runs judged before it was kept. */
    readonly time?: AppliedHoldingTime | null;
  } | null;
  /** What would have to be stated for the standard to answer. */
  readonly missing: readonly LimitQuestionName[];
}
