import type { BookingState } from '../bookings/booking.rules.js';
import { isWaiting } from '../bookings/booking.rules.js';

export const PREEMPTION_REFUSALS = ['device_out', 'tier_not_lower', 'priority_not_lower'] as const;
export type PreemptionRefusal = (typeof PREEMPTION_REFUSALS)[number];

/** How much weight a booking has. */
export interface Standing {
  /** Of its unit's tier, 0 at the top. */
  readonly rank: number;
  readonly priority: number;
}

/** From whom a booking may take devices: units of a lower tier, and bookings that count less. */
export interface Weight {
  readonly lowerUnitIds: readonly string[];
  readonly priority: number;
}

/** Why a period cannot be taken from the booking that has it; null when it can. Nobody takes a device out of a hand. */
export function preemptionRefusal(
  taken: Standing & { readonly state: BookingState },
  taker: Standing,
): PreemptionRefusal | null {
  if (!isWaiting(taken.state)) return 'device_out';
  if (taken.rank <= taker.rank) return 'tier_not_lower';
  return taken.priority < taker.priority ? null : 'priority_not_lower';
}
