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
} from '../../platform/index.js';
import { BOOKING_LOT_STATES } from '../equipment.codes.js';
import { BOOKING_STATES } from './booking.rules.js';
import type { BookingRow } from './booking-row.js';

const MOST_DEVICES = 50;
const FARTHEST_KM = 1_000;

/** Bounds as they come: an empty or inverted period has its own refusal, the same wherever it is met. */
const BookedPeriod = z.strictObject({ from: Instant, to: Instant }).describe('Half-open period');

const unique = (items: readonly string[]): boolean => new Set(items).size === items.length;

export const LotWishes = z
  .array(z.strictObject({ lotId: Id, quantity: z.int().min(1).max(100_000) }))
  .max(50)
  .refine((wishes) => unique(wishes.map(({ lotId }) => lotId)), { error: 'names a lot twice' });

export const BookingCreate = z
  .strictObject({
    during: BookedPeriod,
    purpose: text(500),
    caseId: Id.optional(),
    deviceIds: z.array(Id).max(MOST_DEVICES).refine(unique, { error: 'names a device twice' }).optional(),
    anyOf: z
      .strictObject({
        kindCode: z.string().min(1).max(50),
        quantity: z.int().min(1).max(MOST_DEVICES),
        near: z
          .strictObject({
            lon: z.number().min(-180).max(180),
            lat: z.number().min(-90).max(90),
            km: z.number().positive().max(FARTHEST_KM),
          })
          .optional(),
      })
      .optional(),
    lots: LotWishes.optional(),
  })
  .refine(({ deviceIds = [], anyOf }) => deviceIds.length > 0 || anyOf !== undefined, {
    error: 'names no device: give deviceIds or anyOf',
    path: ['deviceIds'],
  })
  .meta({ id: 'BookingCreate' });

export const BookingCancel = z
  .strictObject({ reason: text(500).optional() })
  .default({})
  .meta({ id: 'BookingCancel' });

export const BookingView = z
  .object({
    id: Id,
    state: z.enum(BOOKING_STATES),
    during: PeriodView,
    devices: z.array(z.object({ id: Id, assetCode: z.string(), state: z.enum(BOOKING_STATES), ownerUnitId: Id })),
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
    createdAt: InstantView,
    redacted: z.boolean().describe('True where person, purpose, case and lots are kept from the reader'),
  })
  .meta({ id: 'Booking' });

export const BookingPage = pageOf(BookingView).meta({ id: 'BookingPage' });

export const BookingQuery = PageQuery.extend({
  deviceId: Id.optional(),
  unitId: Id.optional(),
  caseId: Id.optional(),
  state: z.enum(BOOKING_STATES).optional(),
  mine: z.stringbool().optional(),
  from: Instant.optional(),
  to: Instant.optional(),
}).refine(({ from, to }) => (from === undefined) === (to === undefined) && (!from || !to || from < to), {
  error: 'give both from and to, in this order',
  path: ['to'],
});

/** `party`: whether the reader may know who, why and for which case. */
export function toBookingView(row: BookingRow, unitName: string, party: boolean): z.input<typeof BookingView> {
  return {
    id: row.id,
    state: row.state,
    during: periodView(period(row.during)),
    devices: row.devices.map(({ id, assetCode, state, ownerUnitId }) => ({ id, assetCode, state, ownerUnitId })),
    unitId: row.unitId,
    unitName,
    requestedBy: party ? { id: row.requestedBy, name: row.requestedByName } : null,
    purpose: party ? row.purpose : null,
    caseId: party ? row.caseId : null,
    lots: party ? [...row.lots] : [],
    createdAt: row.createdAt.toISOString(),
    redacted: !party,
  };
}
