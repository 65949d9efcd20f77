import { defineEvents } from '../platform/index.js';

/** Facts the pool tells others. Instants in payloads are ISO 8601. */
export const EquipmentEvents = defineEvents({
  'equipment.booked':
    'Devices were booked, held or asked for, as `state` says: `{bookingId, unitId, caseId, deviceIds, from, to, state, version}`',
  'equipment.booking_confirmed': 'A hold became a booking or a request: as `equipment.booked`',
  'equipment.booking_approved': 'The owner lends devices that were asked for: as `equipment.booked`, of these devices',
  'equipment.booking_refused': 'The owner does not lend devices: as `equipment.booking_approved`, and `reason`',
  'equipment.booking_changed':
    'A booking has other devices or another period: as `equipment.booked`, and `before: {deviceIds, from, to}`',
  'equipment.booking_cancelled': 'Devices of a booking were given up: as `equipment.booked`, of these, and `reason`',
  'equipment.booking_expired': 'A hold or an unanswered request ended: as `equipment.booked`, of the devices set free',
  'equipment.booking_no_show': 'Nobody came for devices, which are free again: as `equipment.booked`, of these',
  'equipment.booking_pre_empted':
    'A tier above took devices: as `equipment.booked`, of these, and `{reason, byBookingId, byUnitId, alternatives}`',
  'equipment.booking_affected':
    'A booked device is overdue with somebody else: as `equipment.booked`, of it, and `{dueAt, alternatives}`',
  'equipment.booking_unaffected': 'That device is back or in time again: as `equipment.booked`, of it',
  'equipment.overdue': 'A device did not come back in time: as `equipment.booked`, of it, and `{custodyId, dueAt}`',
  'equipment.checked_out':
    'A device left: `{custodyId, bookingId, deviceId, ownerUnitId, holderUserId, holderUnitId, caseId, checkedOutAt, returnedAt}`',
  'equipment.handed_back': 'A device came back: as `equipment.checked_out`',
  'equipment.handed_over':
    'A device went from hand to hand in the field: as `equipment.checked_out` of the custody that ended, and `{nextCustodyId, nextHolderUserId, nextHolderUnitId}` of the one that began then',
  'equipment.loan_moved':
    'A lent device went one step on its way there or back: `{journeyId, bookingId, deviceId, ownerUnitId, borrowerUnitId, state, at}`',
  'equipment.stock_take_opened': 'Devices are being counted: `{stockTakeId, unitId, title, unitIds}`',
  'equipment.stock_take_changed': 'Who counts until when was changed: as `equipment.stock_take_opened`',
  'equipment.stock_take_closed': 'A counting was signed: as `equipment.stock_take_opened`, and `counts`',
  'equipment.stock_take_cancelled': 'A counting was given up: as `equipment.stock_take_opened`, and `reason`',
  'equipment.damage_changed':
    'A damage was reported, assessed, decided on or closed: `{damageId, deviceId, ownerUnitId, holderUnitId, state, severity, decision}`',
  'equipment.calibrated': 'A certificate or check was recorded: `{calibrationId, deviceId, result, dueOn}`',
  'equipment.device_registered': 'A device entered the register: `{deviceId, assetCode, kindCode, unitId}`',
  'equipment.device_changed':
    'The register was corrected: `{deviceId, assetCode, changed}`, by field `{from, to}`; the asset code is the new one; of a corrected kind `reason` too',
  'equipment.device_state_changed':
    'A device left service or came back: `{deviceId, assetCode, from, to, reason, bookingIds}`, the bookings it will not serve',
  'equipment.part_attached': 'A part travels with a device from now on: `{deviceId, partId}`',
  'equipment.part_detached': 'A part was taken off: `{deviceId, partId}`',
  'equipment.kind_changed':
    'A kind of devices was added or changed: `{kindCode, changed}`, the names of its changed fields',
  'equipment.kit_changed':
    'A kit of consumables was added or changed: `{kitCode, changed}`, the names of its changed fields',
  'equipment.maintenance_planned':
    'Maintenance of a device or a kind was planned: `{planId, title, kindCode, deviceId, everyDays, everySeconds, everyCycles, blocks}`; aggregate `maintenancePlan:<id>`',
  'equipment.maintenance_plan_ended': 'A plan is not in force any more: as `equipment.maintenance_planned`',
  'equipment.maintained':
    'Work was done on a device: `{workId, deviceId, assetCode, planId, doneOn, doneBy}`; aggregate `device:<id>`',
  'equipment.lot_received':
    'A lot was received: `{lotId, unitId, kitCode, lotNumber, usableUntil, quantity, expiresOn}`; aggregate `lot:<id>`',
  'equipment.lot_opened': 'A lot was opened: `{lotId, unitId, kitCode, lotNumber, usableUntil, openedAt}`',
  'equipment.lot_moved':
    'The stock of a lot changed by hand: `{lotId, unitId, kitCode, lotNumber, usableUntil, category, quantity, balanceAfter, reason}`',
  'equipment.kit_minimum_set':
    'A unit said below what it is low on a kit: `{unitId, kitCode, minimum}`; aggregate `unit:<id>`',
});
export type EquipmentEvent = keyof typeof EquipmentEvents;

/** Payload of `equipment.booked`, `equipment.booking_*` and `equipment.overdue`; aggregate `booking:<id>`. */
export interface BookingFact {
  readonly bookingId: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly deviceIds: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly state: string;
  readonly version: number;
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

/** Payload of `equipment.handed_over`; aggregate `device:<id>`. */
export interface HandedOverFact extends CustodyFact {
  readonly nextCustodyId: string;
  readonly nextHolderUserId: string;
  readonly nextHolderUnitId: string;
}

/** Payload of `equipment.kind_changed`; aggregate `device_kind:<id>`. */
export interface KindFact {
  readonly kindCode: string;
  readonly changed: readonly string[];
}

/** Payload of `equipment.loan_moved`; aggregate `device:<id>`. */
export interface LoanFact {
  readonly journeyId: string;
  readonly bookingId: string;
  readonly deviceId: string;
  readonly ownerUnitId: string;
  readonly borrowerUnitId: string;
  readonly state: string;
  readonly at: string;
}

/** Payload of `equipment.damage_changed`; aggregate `device:<id>`. */
export interface DamageFact {
  readonly damageId: string;
  readonly deviceId: string;
  readonly ownerUnitId: string;
  readonly holderUnitId: string | null;
  readonly state: string;
  readonly severity: string;
  readonly decision: string | null;
}

/** Payload of `equipment.calibrated`; aggregate `device:<id>`. */
export interface CalibrationFact {
  readonly calibrationId: string;
  readonly deviceId: string;
  readonly result: string;
  readonly dueOn: string;
}
