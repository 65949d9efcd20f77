import { z } from 'zod';
import {
  Id,
  Instant,
  InstantView,
  PageQuery,
  pageOf,
  period,
  PeriodView,
  periodView,
  text,
} from '../../../platform/index.js';
import { ALTERNATIVE_REASONS } from '../alternatives/alternatives.rules.js';
import { BookedPeople, CrewWishes } from '../crew/crew.schemas.js';
import { BOOKING_LOT_STATES, CLOSING_CODES } from '../../equipment.codes.js';
import { BOOKING_STATES, HIGHEST_PRIORITY, USUAL_PRIORITY } from './booking.rules.js';
import { Capability } from '../../register/registry/register.schemas.js';
import type { BookedDeviceRow, BookingRow } from './booking-row.js';

const MOST_DEVICES = 50;
const FARTHEST_KM = 1_000;
const LONGEST_HOLD_MINUTES = 60;
const MOST_CAPABILITIES = 20;

/** Bounds as they come: an empty or inverted period has its own refusal, the same wherever it is met. */
export const BookedPeriod = z.strictObject({ from: Instant, to: Instant }).describe('Half-open period');

const unique = (items: readonly string[]): boolean => new Set(items).size === items.length;

export const DeviceIds = z.array(Id).max(MOST_DEVICES).refine(unique, { error: 'names a device twice' });

export const ChangeVersion = z
  .int()
  .min(1)
  .optional()
  .describe('The version one has seen: refused when somebody has changed the booking since');

export const LotWishes = z
  .array(z.strictObject({ lotId: Id, quantity: z.int().min(1).max(100_000) }))
  .max(50)
  .refine((wishes) => unique(wishes.map(({ lotId }) => lotId)), { error: 'names a lot twice' });

const KitWishes = z
  .array(z.strictObject({ kitCode: z.string().min(1).max(50), quantity: z.int().min(1).max(100_000) }))
  .max(20)
  .refine((wishes) => unique(wishes.map(({ kitCode }) => kitCode)), { error: 'names a kit twice' })
  .describe('Of whatever lots expire first and last to the end of the period');

const AnyOf = z
  .strictObject({
    kindCode: z.string().min(1).max(50).optional(),
    capabilities: z.array(Capability).min(1).max(MOST_CAPABILITIES).optional().describe('All of these'),
    quantity: z.int().min(1).max(MOST_DEVICES),
    near: z
      .strictObject({
        lon: z.number().min(-180).max(180),
        lat: z.number().min(-90).max(90),
        km: z.number().positive().max(FARTHEST_KM),
      })
      .optional(),
  })
  .refine(({ kindCode, capabilities }) => kindCode !== undefined || capabilities !== undefined, {
    error: 'names no kind: give kindCode or capabilities',
    path: ['kindCode'],
  });

const Wish = z
  .strictObject({
    during: BookedPeriod,
    purpose: text(500),
    caseId: Id.optional(),
    deviceIds: DeviceIds.optional(),
    anyOf: AnyOf.optional(),
    bundleId: Id.optional(),
    leaveOut: z
      .array(Id)
      .max(30)
      .refine(unique, { error: 'names an item twice' })
      .optional()
      .describe('Optional items of the bundle'),
    priority: z
      .int()
      .min(0)
      .max(HIGHEST_PRIORITY)
      .default(USUAL_PRIORITY)
      .describe('Above the usual only by who commands'),
    hold: z
      .strictObject({ minutes: z.int().min(1).max(LONGEST_HOLD_MINUTES) })
      .optional()
      .describe('Keeps the devices so long, until confirmed'),
    preempt: z
      .strictObject({ reason: text(500) })
      .optional()
      .describe(
        'Takes what is named, and of a kind what is missing, from bookings of a lower tier and priority that have not left',
      ),
    lots: LotWishes.optional(),
    kits: KitWishes.optional(),
    people: CrewWishes.optional(),
  })
  .refine(({ bundleId, leaveOut }) => leaveOut === undefined || bundleId !== undefined, {
    error: 'goes with bundleId',
    path: ['leaveOut'],
  })
  .refine(({ preempt, hold }) => preempt === undefined || hold === undefined, {
    error: 'does not go with hold',
    path: ['preempt'],
  });
type Wished = z.output<typeof Wish>;

const namesDevice = ({ deviceIds = [], anyOf, bundleId }: Wished): boolean =>
  deviceIds.length > 0 || anyOf !== undefined || bundleId !== undefined;

export const BookingCreate = Wish.refine(namesDevice, {
  error: 'names no device: give deviceIds, anyOf or bundleId',
  path: ['deviceIds'],
}).meta({ id: 'BookingCreate' });

/** What one room books for another: also people alone, who take nothing from others and nothing along. */
export const AssignedBooking = Wish.refine((wish) => namesDevice(wish) || (wish.people ?? []).length > 0, {
  error: 'names neither device nor people',
  path: ['people'],
})
  .refine(({ hold }) => hold === undefined, { error: 'what is assigned is not held', path: ['hold'] })
  .refine(
    (wish) => namesDevice(wish) || (wish.lots === undefined && wish.kits === undefined && wish.preempt === undefined),
    { error: 'people alone take no lots along and nothing from others', path: ['deviceIds'] },
  )
  .meta({ id: 'AssignedBooking' });

const BookedDevice = z.object({
  id: Id,
  assetCode: z.string(),
  state: z.enum(BOOKING_STATES),
  ownerUnitId: Id,
  affected: z.boolean().describe('True while it is overdue with somebody else and may not be back in time'),
  closingCode: z.enum(CLOSING_CODES).nullable().describe('Why a cancelled line ended'),
  closingReason: z.string().nullable(),
  decision: z.object({ by: z.string(), at: InstantView }).nullable().describe('The owner’s answer'),
});

export const BookingView = z
  .object({
    id: Id,
    state: z.enum(BOOKING_STATES),
    during: PeriodView,
    priority: z.int(),
    version: z.int(),
    holdExpiresAt: InstantView.nullable().describe('When what is held or asked for lapses'),
    devices: z.array(BookedDevice),
    unitId: Id,
    unitName: z.string(),
    requestedBy: z.object({ id: Id, name: z.string() }).nullable(),
    purpose: z.string().nullable(),
    caseId: Id.nullable(),
    lots: z.array(
      z.object({
        lotId: Id,
        lotNumber: z.string(),
        kitCode: z.string(),
        quantity: z.int(),
        state: z.enum(BOOKING_LOT_STATES),
      }),
    ),
    people: BookedPeople,
    bundle: z.object({ id: Id, name: z.string() }).nullable().describe('What it was booked as'),
    createdAt: InstantView,
    redacted: z
      .boolean()
      .describe('True where purpose, case, lots and people, and for strangers the person, are kept from the reader'),
  })
  .meta({ id: 'Booking' });

const AlternativeView = z.object({
  reason: z.enum(ALTERNATIVE_REASONS),
  deviceId: Id,
  assetCode: z.string(),
  kindCode: z.string(),
  distanceMetres: z.number().nullable(),
  during: PeriodView,
});

export const BookingDetail = BookingView.extend({
  alternatives: z.array(AlternativeView).describe('In place of devices that are affected or were taken over'),
}).meta({ id: 'BookingDetail' });

export const BookingPage = pageOf(BookingView).meta({ id: 'BookingPage' });

export const BookingQuery = PageQuery.extend({
  deviceId: Id.optional(),
  unitId: Id.optional(),
  caseId: Id.optional(),
  state: z.enum(BOOKING_STATES).optional(),
  mine: z.stringbool().optional(),
  toDecide: z.stringbool().optional().describe('With devices of which one answers for the owner'),
  affected: z.stringbool().optional().describe('With devices that are overdue with somebody else'),
  from: Instant.optional(),
  to: Instant.optional(),
}).refine(({ from, to }) => (from === undefined) === (to === undefined) && (!from || !to || from < to), {
  error: 'give both from and to, in this order',
  path: ['to'],
});

/** How much of a booking a reader may see. The owner of a device sees who, not why. */
export type BookingReaderKind = 'party' | 'owner' | 'stranger';

export function toBookingView(
  row: BookingRow,
  unitName: string,
  reader: BookingReaderKind,
): z.input<typeof BookingView> {
  const party = reader === 'party';
  const known = reader !== 'stranger';
  return {
    id: row.id,
    state: row.state,
    during: periodView(period(row.during)),
    priority: row.priority,
    version: row.version,
    holdExpiresAt: row.holdExpiresAt?.toISOString() ?? null,
    devices: row.devices.map((line) => bookedDevice(line, known)),
    unitId: row.unitId,
    unitName,
    requestedBy: known ? { id: row.requestedBy, name: row.requestedByName } : null,
    purpose: party ? row.purpose : null,
    caseId: party ? row.caseId : null,
    lots: party ? [...row.lots] : [],
    people: party ? [...row.people] : [],
    bundle: row.bundle,
    createdAt: row.createdAt.toISOString(),
    redacted: !party,
  };
}

function bookedDevice(line: BookedDeviceRow, known: boolean): z.input<typeof BookedDevice> {
  const { id, assetCode, state, ownerUnitId, affectedAt, closingCode, closingReason, decidedByName, decidedAt } = line;
  const decision = decidedByName !== null && decidedAt !== null ? { by: decidedByName, at: utc(decidedAt) } : null;
  return {
    id,
    assetCode,
    state,
    ownerUnitId,
    affected: affectedAt !== null,
    closingCode,
    closingReason: known ? closingReason : null,
    decision: known ? decision : null,
  };
}

function utc(instant: string): string {
  return new Date(instant).toISOString();
}
