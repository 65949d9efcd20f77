import type { AppliedHoldingTime } from '../../reference/index.js';

/** What a portion is for: the test, a test that may be asked for later, or the other side. */
export const SAMPLE_PARTS = ['test', 'retained', 'counterpart'] as const;
export type SamplePart = (typeof SAMPLE_PARTS)[number];

export const AMOUNT_UNITS = ['mL', 'L', 'g', 'kg', 'piece'] as const;
export type AmountUnit = (typeof AMOUNT_UNITS)[number];

export const SECOND_ROLES = ['sampler', 'witness'] as const;
export type SecondRole = (typeof SECOND_ROLES)[number];

/** Why a portion goes to the next hand. `taken` is the first entry of every chain and is written with the sample. */
export const HAND_OVER_PURPOSES = [
  'taken',
  'transport',
  'storage',
  'laboratory',
  'testing',
  'counterpart',
  'return',
  'consumed',
  'destroyed',
] as const;
export type HandOverPurpose = (typeof HAND_OVER_PURPOSES)[number];

/** After these there is nothing left to hand on. */
export const LAST_PURPOSES: readonly HandOverPurpose[] = ['consumed', 'destroyed'];

/** A phone's clock may run ahead of ours by this much. */
export const CLOCK_TOLERANCE_MS = 60_000;

export interface Holder {
  /** Null: somebody outside the service. */
  readonly userId: string | null;
  readonly at: Date;
  readonly purpose: HandOverPurpose;
  readonly ordinal: number;
}

export interface NextHand {
  readonly toUserId: string | null;
  readonly recordedBy: string;
  readonly at: Date;
  /** The entry that whoever records has seen last; absent: not said. */
  readonly after?: number | undefined;
}

export type HandOverRefusal =
  | 'SAMPLE_CHAIN_ENDED'
  | 'SAMPLE_MOVED'
  | 'SAMPLE_NOT_IN_YOUR_HANDS'
  | 'SAMPLE_HAND_OVER_BEFORE_LAST'
  | 'SAMPLE_IN_THE_FUTURE';

/**
 * Why a portion cannot go on like this; null when it can. One of the two who meet writes it down; what somebody outside
 * holds is written down by whoever may.
 */
export function handOverRefusal(holder: Holder, next: NextHand, now: Date): HandOverRefusal | null {
  if (LAST_PURPOSES.includes(holder.purpose)) return 'SAMPLE_CHAIN_ENDED';
  if (next.after !== undefined && next.after !== holder.ordinal) return 'SAMPLE_MOVED';
  const isThere = holder.userId === null || [holder.userId, next.toUserId].includes(next.recordedBy);
  if (!isThere) return 'SAMPLE_NOT_IN_YOUR_HANDS';
  if (next.at < holder.at) return 'SAMPLE_HAND_OVER_BEFORE_LAST';
  return isFuture(next.at, now) ? 'SAMPLE_IN_THE_FUTURE' : null;
}

export function isFuture(at: Date, now: Date): boolean {
  return at.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
}

/** What a sample lacks that a later dispute would ask for. It is kept all the same, and says so. */
export const SAMPLE_WARNINGS = [
  'no_retained_portion',
  'no_counterpart_portion',
  'no_photo',
  'outside_flight',
  'custody_gap',
  'seal_found_broken',
] as const;
export type SampleWarning = (typeof SAMPLE_WARNINGS)[number];

export interface SampleFacts {
  readonly parts: readonly SamplePart[];
  readonly photoCount: number;
  readonly outsideFlight: boolean | null;
  /** Of each portion, oldest first. */
  readonly chains: readonly (readonly ChainLink[])[];
}

/** One entry of the chain of a portion. */
export interface ChainLink {
  readonly toUserId: string | null;
  readonly recordedBy: string;
  readonly sealIntact: boolean | null;
}

/** A portion that somebody outside had went on, and whoever wrote it down was neither of the two who met. */
function hasGap(chain: readonly ChainLink[]): boolean {
  return chain.some(({ toUserId, recordedBy }, at) => {
    const before = chain[at - 1];
    return before !== undefined && ![before.toUserId, toUserId].includes(recordedBy);
  });
}

export function sampleWarnings({ parts, photoCount, outsideFlight, chains }: SampleFacts): SampleWarning[] {
  const found: Readonly<Record<SampleWarning, boolean>> = {
    no_retained_portion: !parts.includes('retained'),
    no_counterpart_portion: !parts.includes('counterpart'),
    no_photo: photoCount === 0,
    outside_flight: outsideFlight === true,
    custody_gap: chains.some(hasGap),
    seal_found_broken: chains.flat().some(({ sealIntact }) => sealIntact === false),
  };
  return SAMPLE_WARNINGS.filter((warning) => found[warning]);
}

/** Whether a sample may still be tested for an item. Nobody entered a time: unknown, which is no pass. */
export const HOLDING_STATES = ['good', 'over', 'unknown'] as const;
export type HoldingState = (typeof HOLDING_STATES)[number];

export interface Holding {
  readonly state: HoldingState;
  readonly hours: number | null;
  readonly dueAt: Date | null;
  /** The version of the row that says so. */
  readonly time: AppliedHoldingTime | null;
}

const HOUR_MS = 3_600_000;

/** Up to the end of its time, that instant included. */
export function holdingAt(takenAt: Date, time: AppliedHoldingTime | null, at: Date): Holding {
  if (time === null) return { state: 'unknown', hours: null, dueAt: null, time };
  const { hours } = time;
  const dueAt = new Date(takenAt.getTime() + hours * HOUR_MS);
  return { state: at <= dueAt ? 'good' : 'over', hours, dueAt, time };
}

/** Names are the same person's when they are spelt alike. */
export function sameName(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

/** A seal number serves once, however it is spelt; the database has the last word. */
export function sameSeal(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();
}
