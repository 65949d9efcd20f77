/** Codes of the pool: one list is the source of the type, the Zod enum and the CHECK constraint. */

export const DEVICE_CATEGORIES = [
  'uav',
  'payload',
  'boat',
  'water',
  'soil',
  'air_noise',
  'food',
  'record_measure',
] as const;
export type DeviceCategory = (typeof DEVICE_CATEGORIES)[number];

/** How a device's data reach us: over the broker, as files, or not at all (checked out and handed back only). */
export const LINK_KINDS = ['live', 'import', 'none'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export const DEVICE_STATES = ['in_service', 'quarantined', 'maintenance', 'lost', 'retired'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** Who may book a device: its own unit, every unit below the same city, or every unit of the province. */
export const LOAN_SCOPES = ['own_unit', 'same_city', 'whole_province'] as const;
export type LoanScope = (typeof LOAN_SCOPES)[number];

export const CALIBRATION_KINDS = ['verification', 'calibration', 'functional_check'] as const;
export type CalibrationKind = (typeof CALIBRATION_KINDS)[number];

export const CALIBRATION_RESULTS = ['pass', 'fail'] as const;
export type CalibrationResult = (typeof CALIBRATION_RESULTS)[number];

export const LOT_MOVEMENT_CATEGORIES = [
  'checkout',
  'return',
  'restock',
  'adjustment',
  'loss',
  'consume',
  'damage',
] as const;
export type LotMovementCategory = (typeof LOT_MOVEMENT_CATEGORIES)[number];

export const BOOKING_LOT_STATES = ['reserved', 'taken', 'released'] as const;
export type BookingLotState = (typeof BOOKING_LOT_STATES)[number];
