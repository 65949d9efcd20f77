import type { DeviceClass } from './dialect.js';

/** `mode_code` of an aircraft, by its number. */
const FLIGHT_MODES = [
  'standby',
  'take_off_preparing',
  'take_off_prepared',
  'manual',
  'automatic_take_off',
  'wayline',
  'panorama',
  'smart_track',
  'traffic_avoidance',
  'return_home',
  'automatic_landing',
  'forced_landing',
  'three_blade_landing',
  'upgrading',
  'not_connected',
  'assisted_positioning',
  'virtual_stick',
  'live_flight_control',
  'rtk_converging_in_flight',
  'dock_site_selection',
  'point_of_interest_orbit',
  'route_entry_or_exit',
] as const;

/** The mode that a controller says for an aircraft that it has lost: the rest of the frame is what it knew before, or nothing. */
export const NOT_CONNECTED = 'not_connected' satisfies (typeof FLIGHT_MODES)[number];

const ON_THE_GROUND: ReadonlySet<string> = new Set<(typeof FLIGHT_MODES)[number]>([
  'standby',
  'take_off_preparing',
  'take_off_prepared',
  'upgrading',
]);
const IN_THE_AIR: ReadonlySet<string> = new Set(
  FLIGHT_MODES.filter((mode) => !ON_THE_GROUND.has(mode) && mode !== NOT_CONNECTED),
);

/** A dock counts its modes differently from an aircraft. */
const DOCK_MODES = ['idle', 'on_site_debug', 'remote_debug', 'upgrading', 'working', 'to_be_calibrated'] as const;

const DEVICE_DOMAINS: readonly DeviceClass[] = ['aircraft', 'payload', 'controller', 'dock'];

/** Gateway types of firmware that does not say its domain yet. */
const CONTROLLER_TYPES: ReadonlySet<number> = new Set([56, 119, 144, 174]);
const DOCK_TYPES: ReadonlySet<number> = new Set([1, 2, 3]);

/** The word for a mode code; new codes keep coming and are kept as `unknown(n)`. */
export function flightMode(code: number): string {
  return FLIGHT_MODES[code] ?? `unknown(${code})`;
}

/** Whether an aircraft in that mode is in the air; null where the word does not tell. */
export function isAirborneMode(mode: string): boolean | null {
  if (IN_THE_AIR.has(mode)) return true;
  return ON_THE_GROUND.has(mode) ? false : null;
}

export function dockMode(code: number): string {
  return DOCK_MODES[code] ?? `unknown(${code})`;
}

/** Class of a gateway from its domain, or from its type where old firmware sends no domain. */
export function gatewayClass(domain: number | null, type: number | null): DeviceClass {
  if (domain !== null) return DEVICE_DOMAINS[domain] ?? 'unknown';
  if (type !== null && CONTROLLER_TYPES.has(type)) return 'controller';
  return type !== null && DOCK_TYPES.has(type) ? 'dock' : 'unknown';
}

/** Class of a product by its key `domain-type-subtype`; null where there is none. */
export function classOfModelKey(modelKey: string | null): DeviceClass | null {
  const domain = modelKey === null ? null : /^(\d)-/.exec(modelKey)?.[1];
  return domain === null || domain === undefined ? null : (DEVICE_DOMAINS[Number(domain)] ?? 'unknown');
}

/** Compass direction 1…8 (north, then clockwise) as degrees the wind comes from; 0 and anything else is no wind known. */
export function windDirectionDegrees(code: number | null): number | null {
  return code !== null && code >= 1 && code <= 8 ? (code - 1) * 45 : null;
}
