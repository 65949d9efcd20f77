/** Faults of what a plan draws, and of the aircraft that it names. */
export const DRAWN_PLAN_ERRORS = [
  'FLIGHT_DEVICE_NOT_UAV',
  'FLIGHT_IN_THE_PAST',
  'FLIGHT_BAND_UPSIDE_DOWN',
  'FLIGHT_VOLUME_TOO_SMALL',
  'POLYGON_SELF_CROSSING',
] as const;

/** And of one that claims its airspace. */
export const PLAN_ERRORS = [...DRAWN_PLAN_ERRORS, 'AIRSPACE_CONFLICT', 'FLIGHT_DEVICE_NOT_BOOKED'] as const;
