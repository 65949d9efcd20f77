/** What is asked of a technical department (技术协助). */
export const REQUEST_KINDS = ['flight', 'test', 'survey'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** In the order a request usually meets them. */
export const REQUEST_STATES = [
  'asked',
  'returned',
  'accepted',
  'assigned',
  'under_way',
  'closed',
  'not_done',
  'declined',
  'withdrawn',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** What people do with a request; `pass` is the answer of one of several units that could take it. */
export const REQUEST_STEPS = [
  'ask',
  'amend',
  'accept',
  'pass',
  'decline',
  'return',
  'assign',
  'reassign',
  'start',
  'close',
  'not_done',
  'withdraw',
] as const;
export type RequestStep = (typeof REQUEST_STEPS)[number];

interface StepRow {
  readonly step: RequestStep;
  readonly from: RequestState | null;
  readonly to: RequestState;
}

/**
 * The state table: each step, from where and to where. A department that took a request returns it for more detail or
 * says that it will not be done; it cannot decline any more. The asker withdraws until the work begins.
 */
export const REQUEST_TABLE: readonly StepRow[] = [
  { step: 'ask', from: null, to: 'asked' },
  { step: 'amend', from: 'returned', to: 'asked' },
  { step: 'accept', from: 'asked', to: 'accepted' },
  { step: 'pass', from: 'asked', to: 'asked' },
  { step: 'decline', from: 'asked', to: 'declined' },
  { step: 'return', from: 'asked', to: 'returned' },
  { step: 'return', from: 'accepted', to: 'returned' },
  { step: 'assign', from: 'accepted', to: 'assigned' },
  { step: 'reassign', from: 'assigned', to: 'assigned' },
  { step: 'reassign', from: 'under_way', to: 'under_way' },
  { step: 'start', from: 'assigned', to: 'under_way' },
  { step: 'close', from: 'under_way', to: 'closed' },
  { step: 'not_done', from: 'accepted', to: 'not_done' },
  { step: 'not_done', from: 'assigned', to: 'not_done' },
  { step: 'not_done', from: 'under_way', to: 'not_done' },
  { step: 'withdraw', from: 'asked', to: 'withdrawn' },
  { step: 'withdraw', from: 'returned', to: 'withdrawn' },
  { step: 'withdraw', from: 'accepted', to: 'withdrawn' },
  { step: 'withdraw', from: 'assigned', to: 'withdrawn' },
];

/** Steps on which somebody's rights depend, so that they are taken with a reason. */
export const REASONED_STEPS: readonly RequestStep[] = ['pass', 'decline', 'return', 'reassign', 'not_done', 'withdraw'];

/** States in which nothing further happens. */
export const LAST_REQUEST_STATES: readonly RequestState[] = REQUEST_STATES.filter(
  (state) => !REQUEST_TABLE.some(({ from }) => from === state),
);

export const LIVE_REQUEST_STATES: readonly RequestState[] = REQUEST_STATES.filter(
  (state) => !LAST_REQUEST_STATES.includes(state),
);

/** Where the step leads from here; undefined where it cannot be taken. */
export function stateAfter(step: RequestStep, from: RequestState): RequestState | undefined {
  return REQUEST_TABLE.find((row) => row.step === step && row.from === from)?.to;
}

export function isLive(state: RequestState): boolean {
  return LIVE_REQUEST_STATES.includes(state);
}

/** A step that was taken, as far as rules look at it. */
export interface TakenStep {
  readonly step: RequestStep;
  readonly toState: RequestState;
  readonly unitId: string;
  readonly at: Date;
}

/**
 * What a unit's no comes to. The one unit that was asked declines; of several that could take it each only passes, and
 * the last of them declines. What was passed before the request was amended does not count: it was another request.
 */
export function stepOfRefusal(
  steps: readonly TakenStep[],
  askedUnitIds: readonly string[],
  unitId: string,
): 'pass' | 'decline' {
  const refused = new Set([unitId, ...passedBy(steps)]);
  return askedUnitIds.every((id) => refused.has(id)) ? 'decline' : 'pass';
}

/** The units that have passed the request as it stands now. */
export function passedBy(steps: readonly TakenStep[]): string[] {
  const asked = steps.findLastIndex(({ step }) => step === 'ask' || step === 'amend');
  return steps.slice(asked + 1).flatMap(({ step, unitId }) => (step === 'pass' ? unitId : []));
}

const MINUTE_MS = 60_000;

/** Whole minutes from each step to the next, for the last one to now; null once nothing more will happen. */
export function minutesAfterSteps(steps: readonly TakenStep[], now: Date): (number | null)[] {
  return steps.map(({ at, toState }, nth) => {
    const next = steps[nth + 1]?.at ?? (isLive(toState) ? now : null);
    return next && Math.max(0, Math.floor((next.getTime() - at.getTime()) / MINUTE_MS));
  });
}

/** Whether the deadline has passed and the work is not over. */
export function isOverdue(
  { state, dueAt }: { readonly state: RequestState; readonly dueAt: Date },
  now: Date,
): boolean {
  return isLive(state) && dueAt <= now;
}

export const DEADLINE_HORIZON_DAYS = 366;
const DAY_MS = 86_400_000;

export type DeadlineFault = 'ASSISTANCE_DEADLINE_PAST' | 'ASSISTANCE_DEADLINE_TOO_FAR';

export function deadlineFault(dueAt: Date, now: Date): DeadlineFault | null {
  if (dueAt <= now) return 'ASSISTANCE_DEADLINE_PAST';
  return dueAt.getTime() > now.getTime() + DEADLINE_HORIZON_DAYS * DAY_MS ? 'ASSISTANCE_DEADLINE_TOO_FAR' : null;
}
