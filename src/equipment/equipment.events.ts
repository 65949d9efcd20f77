/** Facts the pool tells others, through the outbox. Instants are ISO 8601. */
export const EQUIPMENT_EVENTS = {
  booked: 'equipment.booked',
  bookingCancelled: 'equipment.booking_cancelled',
  checkedOut: 'equipment.checked_out',
  handedBack: 'equipment.handed_back',
  calibrated: 'equipment.calibrated',
} as const;

/** Payload of `equipment.booked` and `equipment.booking_cancelled`; aggregate `booking:<id>`. */
export interface BookingFact {
  readonly bookingId: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly deviceIds: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** Payload of `equipment.checked_out` and `equipment.handed_back`; aggregate `device:<id>`. */
export interface CustodyFact {
  readonly custodyId: string;
  readonly bookingId: string;
  readonly deviceId: string;
  readonly ownerUnitId: string;
  readonly holderUserId: string;
  readonly holderUnitId: string;
  readonly caseId: string | null;
  readonly checkedOutAt: string;
  readonly returnedAt: string | null;
}

/** Payload of `equipment.calibrated`; aggregate `device:<id>`. */
export interface CalibrationFact {
  readonly calibrationId: string;
  readonly deviceId: string;
  readonly result: string;
  readonly dueOn: string;
}
