const HOUR_MS = 3_600_000;

/** How far a device's clock may be from our receipt; the day partitions are made for exactly this span. */
export const CLOCK_WINDOW = { oldestMs: 7 * 24 * HOUR_MS, aheadMs: HOUR_MS } as const;

/** Above this the clocks disagree enough to say so beside the sample. */
export const SKEW_WORTH_SAYING_MS = 30_000;

/** Is the device's time within −7 days … +1 hour of receipt? */
export function isWithinClockWindow(at: Date, receivedAt: Date): boolean {
  const aheadMs = at.getTime() - receivedAt.getTime();
  return aheadMs >= -CLOCK_WINDOW.oldestMs && aheadMs <= CLOCK_WINDOW.aheadMs;
}
