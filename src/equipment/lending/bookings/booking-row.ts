import type { BookingLotState, ClosingCode } from '../../equipment.codes.js';
import type { Capacity } from '../crew/crew.rules.js';
import type { BookingState } from './booking.rules.js';

export interface BookedDeviceRow {
  readonly id: string;
  readonly assetCode: string;
  readonly ownerUnitId: string;
  readonly state: BookingState;
  /** A tstzrange as text. */
  readonly blocked: string;
  readonly closingCode: ClosingCode | null;
  readonly closingReason: string | null;
  readonly decidedByName: string | null;
  /** Instants as text. */
  readonly decidedAt: string | null;
  readonly affectedAt: string | null;
}

export interface BookedLotRow {
  readonly lotId: string;
  readonly lotNumber: string;
  readonly kitCode: string;
  readonly quantity: number;
  readonly state: BookingLotState;
}

export interface BookedPersonRow {
  readonly id: string;
  readonly name: string;
  readonly capacity: Capacity;
}

export interface BookingRow {
  readonly id: string;
  readonly unitId: string;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly caseId: string | null;
  readonly purpose: string | null;
  /** A tstzrange as text. */
  readonly during: string;
  readonly state: BookingState;
  readonly priority: number;
  readonly version: number;
  readonly holdExpiresAt: Date | null;
  readonly createdAt: Date;
  readonly bundle: { readonly id: string; readonly name: string } | null;
  readonly devices: readonly BookedDeviceRow[];
  readonly lots: readonly BookedLotRow[];
  readonly people: readonly BookedPersonRow[];
}

/** A live line that stands in the way. */
export interface ConflictRow {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly bookingId: string;
  readonly unitId: string;
  readonly during: string;
  readonly blocked: string;
  readonly state: BookingState;
  readonly priority: number;
  readonly holdExpiresAt: Date | null;
}
