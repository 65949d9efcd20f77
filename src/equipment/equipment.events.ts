import { defineEvents } from '../platform/index.js';

/** Facts the pool tells others. Instants in payloads are ISO 8601. */
export const EquipmentEvents = defineEvents({
  'equipment.booked': 'Devices were booked: `{bookingId, unitId, caseId, deviceIds, from, to}`',
  'equipment.booking_cancelled': 'A booking was given up: as `equipment.booked`, and `reason`',
  'equipment.checked_out':
    'A device left: `{custodyId, bookingId, deviceId, ownerUnitId, holderUserId, holderUnitId, caseId, checkedOutAt, returnedAt}`',
  'equipment.handed_back': 'A device came back: as `equipment.checked_out`',
  'equipment.calibrated': 'A certificate or check was recorded: `{calibrationId, deviceId, result, dueOn}`',
});
export type EquipmentEvent = keyof typeof EquipmentEvents;

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
