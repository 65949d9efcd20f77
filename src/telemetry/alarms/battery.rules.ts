import type { DeviceCategory } from '../../equipment/index.js';

/** An alarm of a low battery ends once it is charged this much above the threshold. */
const RECOVERED_PERCENT = 10;

const OF_OTHERS = 15;
const OF_CATEGORY: Partial<Record<DeviceCategory, number>> = { uav: 30 };

/** Below which percent the battery of a kind of device is low: an aircraft has to come home with it. */
export function defaultThreshold(category: DeviceCategory): number {
  return OF_CATEGORY[category] ?? OF_OTHERS;
}

/** What a battery at this percent changes about the alarm; null: nothing. */
export function batteryTurn(isLow: boolean, percent: number, threshold: number): 'began' | 'ended' | null {
  if (!isLow) return percent <= threshold ? 'began' : null;
  return percent >= Math.min(100, threshold + RECOVERED_PERCENT) ? 'ended' : null;
}
