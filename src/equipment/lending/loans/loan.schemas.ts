import { z } from 'zod';
import {
  Id,
  Instant,
  InstantView,
  PageQuery,
  pageOf,
  PositionInput,
  PositionView,
  text,
} from '../../../platform/index.js';
import { CheckOutView } from '../custody/custody.schemas.js';
import { Drawing } from '../custody/papers/signature.schemas.js';
import { PhotoIds } from '../../register/files/equipment-file.schemas.js';
import { JOURNEY_STATES, JOURNEY_STEPS } from './journey.rules.js';
import type { LoanStep, LoanStepPhoto } from './loan.entity.js';
import type { JourneyRow } from './loan.repository.js';

const MOST_DEVICES = 50;
const Ids = z
  .array(Id)
  .min(1)
  .max(MOST_DEVICES)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'names one twice' });

export const LoanPrepare = z
  .strictObject({
    bookingId: Id,
    deviceIds: Ids.optional().describe('Absent: every device of the booking that the own unit lends'),
    note: text(500).optional(),
  })
  .meta({ id: 'LoanPrepare' });

export const LoanAdvance = z
  .strictObject({
    journeyIds: Ids,
    to: z.enum(JOURNEY_STEPS),
    at: Instant.optional().describe('When it happened; absent: now'),
    carrier: text(100).optional(),
    waybill: text(60).optional(),
    position: PositionInput.optional(),
    condition: text(2_000).optional(),
    note: text(500).optional(),
    signature: Drawing.optional(),
    photoIds: PhotoIds.optional(),
    checkOut: z.boolean().default(false).describe('With received: the one who receives them takes them at once'),
  })
  .refine(({ to, checkOut }) => to === 'received' || !checkOut, {
    error: 'only what is received can be taken',
    path: ['checkOut'],
  })
  .meta({ id: 'LoanAdvance' });

const UnitRef = z.object({ id: Id, name: z.string() });

export const JourneyView = z
  .object({
    id: Id,
    bookingId: Id,
    deviceId: Id,
    assetCode: z.string(),
    owner: UnitRef,
    borrower: UnitRef,
    state: z.enum(JOURNEY_STATES),
    since: InstantView,
    carrier: z.string().nullable(),
    waybill: z.string().nullable(),
    position: PositionView.nullable().describe('The last place anybody told'),
  })
  .meta({ id: 'LoanJourney' });

export const JourneyPage = pageOf(JourneyView).meta({ id: 'LoanJourneyPage' });
export const JourneyList = z.object({ items: z.array(JourneyView) }).meta({ id: 'LoanJourneyList' });

export const JourneysAdvanced = z
  .object({ items: z.array(JourneyView), checkOuts: z.array(CheckOutView) })
  .meta({ id: 'LoanJourneysAdvanced' });

export const JourneyDetail = JourneyView.extend({
  steps: z.array(
    z.object({
      id: Id,
      state: z.enum(JOURNEY_STATES),
      at: InstantView.describe('When it happened'),
      recordedAt: InstantView,
      by: z.object({ id: Id.nullable(), name: z.string() }),
      carrier: z.string().nullable(),
      waybill: z.string().nullable(),
      position: PositionView.nullable(),
      condition: z.string().nullable(),
      note: z.string().nullable(),
      signature: z.string().nullable(),
      photoIds: z.array(Id),
    }),
  ),
}).meta({ id: 'LoanJourneyDetail' });

export const JourneyQuery = PageQuery.extend({
  bookingId: Id.optional(),
  deviceId: Id.optional(),
  unitId: Id.optional().describe('Owner or borrower'),
  state: z.enum(JOURNEY_STATES).optional(),
  open: z.stringbool().optional(),
});

export const SlipQuery = z.strictObject({
  owner: Id.optional().describe('Whose devices, where the booking names those of several units'),
});

export function toJourneyView(row: JourneyRow, nameOf: (unitId: string) => string): z.input<typeof JourneyView> {
  const { id, bookingId, deviceId, assetCode, ownerUnitId, borrowerUnitId, state, lastAt, carrier, waybill } = row;
  return {
    id,
    bookingId,
    deviceId,
    assetCode,
    owner: { id: ownerUnitId, name: nameOf(ownerUnitId) },
    borrower: { id: borrowerUnitId, name: nameOf(borrowerUnitId) },
    state,
    since: lastAt.toISOString(),
    carrier,
    waybill,
    position: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
  };
}

export function toStepView(step: LoanStep, photos: readonly LoanStepPhoto[]) {
  const { id, state, carrier, waybill, position, condition, note, signature } = step;
  return {
    id,
    state,
    at: step.at.toISOString(),
    recordedAt: step.recordedAt.toISOString(),
    by: { id: step.actorId, name: step.actorName },
    carrier,
    waybill,
    position: position && { lon: position.x, lat: position.y },
    condition,
    note,
    signature,
    photoIds: photos.filter(({ stepId }) => stepId === id).map(({ fileId }) => fileId),
  };
}
