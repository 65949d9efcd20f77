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

/** Whose bookings wait for the owner's yes: nobody's, or those of units outside the owner's own line. */
export const LOAN_APPROVALS = ['none', 'other_units'] as const;
export type LoanApproval = (typeof LOAN_APPROVALS)[number];

/** Classes of unmanned aircraft, smallest first (Order 761 art. 62). */
export const DRONE_CLASSES = ['micro', 'light', 'small', 'medium', 'large'] as const;
export type DroneClass = (typeof DRONE_CLASSES)[number];

/** Whether an aircraft reports who it is to the national platform, where that is recorded. */
export const IDENTITY_REPORTING = ['yes', 'no'] as const;
export type IdentityReporting = (typeof IDENTITY_REPORTING)[number];

export const BARCODE_SYMBOLOGIES = ['qr', 'code128', 'code39', 'datamatrix', 'ean13', 'unknown'] as const;
export type BarcodeSymbology = (typeof BARCODE_SYMBOLOGIES)[number];

export const DOCUMENT_KINDS = [
  'photo',
  'manual',
  'certificate',
  'insurance',
  'registration',
  'invoice',
  'other',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const CALIBRATION_KINDS = ['verification', 'calibration', 'functional_check'] as const;
export type CalibrationKind = (typeof CALIBRATION_KINDS)[number];

export const CALIBRATION_RESULTS = ['pass', 'fail'] as const;
export type CalibrationResult = (typeof CALIBRATION_RESULTS)[number];

export const KIT_CATEGORIES = ['reagent', 'standard', 'test_strip', 'sampling', 'other'] as const;
export type KitCategory = (typeof KIT_CATEGORIES)[number];

/** What one piece of a kit is counted in. */
export const KIT_MEASURES = ['test', 'bottle', 'bag'] as const;
export type KitMeasure = (typeof KIT_MEASURES)[number];

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

/** Why a cancelled line of a booking ended. */
export const CLOSING_CODES = ['given_up', 'swapped', 'pre_empted', 'not_back'] as const;
export type ClosingCode = (typeof CLOSING_CODES)[number];
