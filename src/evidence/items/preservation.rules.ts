import type { Period } from '../../platform/index.js';

/** In whose hands the device was for a stretch of time; nobody's while it lay in the pool. */
export interface HeldStretch extends Period {
  readonly holder: { readonly userId: string; readonly unitId: string } | null;
}

interface Holding {
  readonly holderUserId: string;
  readonly holderUnitId: string;
  readonly during: Period;
}

const MINUTE_MS = 60_000;

/** The time from the claimed capture to the first digest; null where no capture is known, or it lies after the receipt. */
export function timeUnkept(capturedAt: Date | null, receivedAt: Date): Period | null {
  return capturedAt && capturedAt <= receivedAt ? { from: capturedAt, to: receivedAt } : null;
}

export function minutesOf({ from, to }: Period): number {
  return Math.round((to.getTime() - from.getTime()) / MINUTE_MS);
}

/** Whether a person had the device in any of the stretches; null where either is unknown. */
export function heldBy(stretches: readonly HeldStretch[] | null, userId: string | null): boolean | null {
  if (stretches === null || userId === null) return null;
  return stretches.some(({ holder }) => holder?.userId === userId);
}

/** The whole of `period` in its order; `holdings` are in their order and do not overlap. */
export function heldDuring(period: Period, holdings: readonly Holding[]): HeldStretch[] {
  const stretches: HeldStretch[] = [];
  let at = period.from;
  for (const { during, holderUserId, holderUnitId } of holdings) {
    const from = during.from > at ? during.from : at;
    const to = during.to < period.to ? during.to : period.to;
    if (from >= to) continue;
    if (from > at) stretches.push({ from: at, to: from, holder: null });
    stretches.push({ from, to, holder: { userId: holderUserId, unitId: holderUnitId } });
    at = to;
  }
  return at < period.to ? [...stretches, { from: at, to: period.to, holder: null }] : stretches;
}
