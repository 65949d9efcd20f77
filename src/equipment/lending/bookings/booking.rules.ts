import { type Period, endOfChinaDate } from '../../../platform/index.js';
import type { DeviceState, DroneClass, LoanScope } from '../../equipment.codes.js';
import type { UnitPlace } from './loan.rules.js';
import { lendsTo } from './loan.rules.js';
import type { DueWork } from '../../upkeep/maintenance/maintenance.rules.js';
import {
  type CertificateFacts,
  certificateRefusal,
  maintenanceRefusal,
  type PartFacts,
  partRefusal,
  type PartRefusal,
  UPKEEP_REFUSALS,
  upkeepEnds,
  type UpkeepFacts,
} from '../../upkeep/upkeep.rules.js';

export const BOOKING_STATES = [
  'requested',
  'held',
  'reserved',
  'out',
  'overdue',
  'returned',
  'refused',
  'cancelled',
  'no_show',
  'expired',
] as const;
export type BookingState = (typeof BOOKING_STATES)[number];

/**
 * What may follow what. A request blocks as a hold until the owner answers; a loan moved to another time is asked for
 * again; an overdue device is still out, and out again once its time is extended.
 */
export const BOOKING_MOVES: Readonly<Record<BookingState, readonly BookingState[]>> = {
  requested: ['reserved', 'refused', 'cancelled', 'expired'],
  held: ['requested', 'reserved', 'cancelled', 'expired'],
  reserved: ['requested', 'out', 'cancelled', 'no_show'],
  out: ['overdue', 'returned'],
  overdue: ['out', 'returned'],
  returned: [],
  refused: [],
  cancelled: [],
  no_show: [],
  expired: [],
};

export const FIRST_BOOKING_STATES: readonly BookingState[] = ['requested', 'held', 'reserved'];

/** States whose lines keep the device from others; the exclusion constraint lists the same. */
export const BLOCKING_STATES = ['requested', 'held', 'reserved', 'out', 'overdue'] as const satisfies BookingState[];

/** A booking nobody needs any more can be cancelled until the device has left. */
export const CANCELLABLE_STATES: readonly BookingState[] = BOOKING_STATES.filter((state) =>
  BOOKING_MOVES[state].includes('cancelled'),
);

/** States of a line whose device has not left and may still leave. */
export function isWaiting(state: BookingState): boolean {
  return CANCELLABLE_STATES.includes(state);
}

export function mayMove(from: BookingState, to: BookingState): boolean {
  return BOOKING_MOVES[from].includes(to);
}

export function isOut(state: BookingState): boolean {
  return state === 'out' || state === 'overdue';
}

/** People who go without a device have nothing that leaves: the booking waits as a whole. */
export function hasWaiting(booking: {
  readonly state: BookingState;
  readonly devices: readonly { readonly state: BookingState }[];
}): boolean {
  const { state, devices } = booking;
  return devices.length === 0 ? isWaiting(state) : devices.some((line) => isWaiting(line.state));
}

/** From 0 to 9; only who commands asks for more than the usual. */
export const HIGHEST_PRIORITY = 9;
export const USUAL_PRIORITY = 5;

/** The devices a booking is or was about: those that wait, are out or came back; when none did, all that it ever named. */
export function devicesOf<T extends { readonly state: BookingState }>(lines: readonly T[]): readonly T[] {
  const own = lines.filter(({ state }) => isBlocking(state) || state === 'returned');
  return own.length > 0 ? own : lines;
}

export function isBlocking(state: BookingState): boolean {
  return BLOCKING_STATES.some((blocking) => blocking === state);
}

/** The state of a booking with several devices: what is still outside counts first, what is finished last. */
const WEIGHT: readonly BookingState[] = [
  'overdue',
  'out',
  'requested',
  'held',
  'reserved',
  'returned',
  'no_show',
  'refused',
  'expired',
  'cancelled',
];

export function bookingStateOf(lines: readonly BookingState[]): BookingState {
  return WEIGHT.find((state) => lines.includes(state)) ?? 'cancelled';
}

export const DEVICE_REFUSALS = [
  'DEVICE_NOT_IN_SERVICE',
  'DEVICE_NOT_LENT',
  'INSURANCE_MISSING',
  'INSURANCE_LAPSES',
  ...UPKEEP_REFUSALS,
  'PART_UNFIT',
] as const;
export type DeviceRefusalCode = (typeof DEVICE_REFUSALS)[number];

export const LOT_REFUSALS = ['LOT_EXPIRED', 'LOT_SHORT', 'LOT_NOT_LENT'] as const;
export type LotRefusalCode = (typeof LOT_REFUSALS)[number];

export interface DeviceFacts extends UpkeepFacts {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly state: DeviceState;
  readonly owner: UnitPlace;
  readonly loanScope: LoanScope;
  /** What travels with it. */
  readonly parts: readonly PartFacts[];
  readonly droneClass: DroneClass | null;
  /** Last day of cover in China, `YYYY-MM-DD`; null where no policy is recorded. */
  readonly insuredUntil: string | null;
}

export interface DeviceRefusal {
  readonly code: DeviceRefusalCode;
  readonly deviceId: string;
  readonly assetCode: string;
  /** Until when the device could be had, where a certificate, a policy or maintenance is what stands in the way. */
  readonly validUntil: Date | null;
  readonly certificate?: CertificateFacts;
  readonly works?: readonly DueWork[];
  readonly part?: PartRefusal;
}

/** Classes that units which earn nothing with their flights insure too (Order 761 art. 12). */
export const INSURED_CLASSES: readonly DroneClass[] = ['small', 'medium', 'large'];

export function mustBeInsured(droneClass: DroneClass | null): boolean {
  return droneClass !== null && INSURED_CLASSES.includes(droneClass);
}

type Obstacle = Omit<DeviceRefusal, 'deviceId' | 'assetCode'>;

function insuranceRefusal({ droneClass, insuredUntil }: DeviceFacts, during: Period): Obstacle | null {
  if (!mustBeInsured(droneClass)) return null;
  if (insuredUntil === null) return { code: 'INSURANCE_MISSING', validUntil: null };
  const validUntil = endOfChinaDate(insuredUntil);
  return during.to > validUntil ? { code: 'INSURANCE_LAPSES', validUntil } : null;
}

function obstacleOfPart({ parts }: DeviceFacts, during: Period): Obstacle | null {
  const part = partRefusal(parts, during);
  return part && { code: 'PART_UNFIT', validUntil: part.validUntil, part };
}

function obstacle(device: DeviceFacts, during: Period): Obstacle | null {
  if (device.state !== 'in_service') return { code: 'DEVICE_NOT_IN_SERVICE', validUntil: null };
  return (
    certificateRefusal(device, during) ??
    insuranceRefusal(device, during) ??
    maintenanceRefusal(device, during) ??
    obstacleOfPart(device, during)
  );
}

/** Until when certificates, insurance and maintenance let a device be booked; null: none of them sets an end. */
export function usableUntil(
  device: Pick<DeviceFacts, 'droneClass' | 'insuredUntil' | 'parts' | keyof UpkeepFacts>,
): Date | null {
  const { droneClass, insuredUntil, parts } = device;
  const insured = mustBeInsured(droneClass) && insuredUntil !== null ? [endOfChinaDate(insuredUntil)] : [];
  const ends = [...insured, ...upkeepEnds(device, parts)];
  return ends.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** Why this device should not go out for the period, whoever asks; null when it may. */
export function fitnessRefusal(device: DeviceFacts, during: Period): DeviceRefusal | null {
  const { deviceId, assetCode } = device;
  const found = obstacle(device, during);
  return found && { deviceId, assetCode, ...found };
}

/** Why this device cannot be booked for the period, apart from other bookings; null when it can. */
export function deviceRefusal(device: DeviceFacts, asker: UnitPlace, during: Period): DeviceRefusal | null {
  const { deviceId, assetCode, loanScope, owner } = device;
  const unfit = fitnessRefusal(device, during);
  if (unfit || lendsTo(loanScope, owner, asker)) return unfit;
  return { code: 'DEVICE_NOT_LENT', deviceId, assetCode, validUntil: null };
}

export interface LotFacts {
  readonly lotId: string;
  readonly unitId: string;
  /** Last usable day in China, `YYYY-MM-DD`. */
  readonly usableUntil: string;
  readonly onHand: number;
  readonly reserved: number;
}

export interface LotRefusal {
  readonly code: LotRefusalCode;
  readonly lotId: string;
  /** How much of the lot is still free. */
  readonly available: number;
  readonly usableUntil: string;
}

/** Why a quantity of a lot cannot be kept for the period. `sources`: the units whose stock the asker may draw on. */
export function lotRefusal(
  lot: LotFacts,
  quantity: number,
  sources: ReadonlySet<string>,
  during: Period,
): LotRefusal | null {
  const available = lot.onHand - lot.reserved;
  const refuse = (code: LotRefusalCode): LotRefusal => ({
    code,
    lotId: lot.lotId,
    available,
    usableUntil: lot.usableUntil,
  });
  if (!sources.has(lot.unitId)) return refuse('LOT_NOT_LENT');
  if (during.to > endOfChinaDate(lot.usableUntil)) return refuse('LOT_EXPIRED');
  return available < quantity ? refuse('LOT_SHORT') : null;
}
