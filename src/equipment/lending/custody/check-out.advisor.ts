import type { Position } from '../../../geo/index.js';
import type { Period, Tx } from '../../../platform/index.js';
import type { DeviceCategory } from '../../equipment.codes.js';

/** What the person who takes a device should know; it never stops the check-out. */
export interface CheckOutReminder {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export interface Departure {
  readonly deviceId: string;
  readonly category: DeviceCategory;
  readonly holderUserId: string;
  readonly holderUnitId: string;
  readonly caseId: string | null;
  readonly during: Period;
  /** Where the check-out was made, when the phone said so. */
  readonly position: Position | null;
}

/**
 * Port: rooms to the right know airspace zones and flights. Registered in the application module under
 * `CHECK_OUT_ADVISOR`; without one there are no reminders.
 */
export interface CheckOutAdvisor {
  remindersFor(tx: Tx, departure: Departure): Promise<readonly CheckOutReminder[]>;
}

export const CHECK_OUT_ADVISOR = Symbol('CHECK_OUT_ADVISOR');
