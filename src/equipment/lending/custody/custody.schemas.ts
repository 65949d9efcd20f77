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
import { Scan } from '../../register/barcodes/barcode.schemas.js';
import { LotWishes } from '../bookings/booking.schemas.js';
import { DamageNamed } from '../damages/damage.schemas.js';
import { PhotoIds } from '../../register/files/equipment-file.schemas.js';
import { ChecklistAnswers } from './checklists/checklist.schemas.js';
import { CUSTODY_STATES, custodyState } from './custody.rules.js';
import type { CustodyRow } from './custody-row.js';
import { LONGEST_DRAWING } from './papers/drawing.rules.js';
import type { SignatureSide } from './papers/paper.codes.js';
import { Signatures } from './papers/signature.schemas.js';

/** Taken as it comes; `signatures` are looked at. */
const Signature = text(LONGEST_DRAWING).describe('Of the one who takes the device, or brings it back');
export const BatteryPercent = z.int().min(0).max(100);

const PAPER_FIELDS = {
  condition: text(2_000).optional(),
  signature: Signature.optional(),
  signatures: Signatures.optional().describe('Of both sides'),
  checklist: ChecklistAnswers.optional(),
  batteryPercent: BatteryPercent.optional(),
  photoIds: PhotoIds.optional(),
  position: PositionInput.optional(),
};

/** One side has one signature, in the single field or in the list. */
const signedOnce =
  (own: SignatureSide) =>
  ({ signature, signatures = [] }: { signature?: string; signatures?: readonly { side: SignatureSide }[] }): boolean =>
    signature === undefined || signatures.every(({ side }) => side !== own);

export const AssetCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/);

export const CheckOutCreate = z
  .strictObject({
    assetCode: AssetCode.optional(),
    deviceId: Id.optional(),
    code: Scan.optional(),
    bookingId: Id.optional(),
    ...PAPER_FIELDS,
    dueAt: Instant.optional().describe('Without a booking: when the device comes back'),
    purpose: text(500).optional().describe('Without a booking'),
    caseId: Id.optional().describe('Without a booking'),
    lots: LotWishes.optional().describe('Beyond what the booking keeps'),
  })
  .refine(
    ({ assetCode, deviceId, code }) => [assetCode, deviceId, code].filter((name) => name !== undefined).length === 1,
    {
      error: 'give assetCode, deviceId or code',
      path: ['assetCode'],
    },
  )
  .refine(
    ({ bookingId, dueAt, purpose, caseId }) =>
      bookingId === undefined || [dueAt, purpose, caseId].every((field) => field === undefined),
    { error: 'dueAt, purpose and caseId come from the booking', path: ['bookingId'] },
  )
  .refine(signedOnce('receiver'), { error: 'signs twice for one side', path: ['signatures'] })
  .meta({ id: 'CheckOutCreate' });

export const HandBackCreate = z
  .strictObject({
    ...PAPER_FIELDS,
    code: Scan.optional().describe('What was scanned on the device that comes back; refused when it is another'),
    lots: LotWishes.optional().describe('Unused pieces that come back'),
    damage: DamageNamed.optional().describe('What is wrong with it; the photos belong to it'),
  })
  .refine(signedOnce('giver'), { error: 'signs twice for one side', path: ['signatures'] })
  .default({})
  .meta({ id: 'HandBackCreate' });

const Reminder = z.object({ code: z.string(), zh: z.string(), en: z.string() });

export const CustodyView = z
  .object({
    id: Id,
    deviceId: Id,
    assetCode: z.string(),
    ownerUnitId: Id,
    state: z.enum(CUSTODY_STATES),
    holder: z.object({ id: Id, name: z.string() }).nullable(),
    holderUnitId: Id,
    holderUnitName: z.string(),
    checkedOutAt: InstantView,
    dueAt: InstantView,
    returnedAt: InstantView.nullable(),
    returnedBy: z.string().nullable(),
    receivedFromId: Id.nullable().describe('The check-out it was handed over from, in the field'),
    nextCheckOutId: Id.nullable().describe('The check-out that began as this one ended'),
    bookingId: Id.nullable(),
    caseId: Id.nullable(),
    purpose: z.string().nullable(),
    conditionOut: z.string().nullable(),
    conditionIn: z.string().nullable(),
    signedOut: z.boolean(),
    signedIn: z.boolean(),
    batteryOutPercent: z.int().nullable(),
    batteryInPercent: z.int().nullable(),
    positionOut: PositionView.nullable(),
    positionIn: PositionView.nullable(),
    redacted: z.boolean().describe('True where case and purpose, and for strangers person and notes, are kept back'),
  })
  .meta({ id: 'CheckOut' });

export const CheckOutView = CustodyView.extend({
  reminders: z.array(Reminder),
  lots: z.array(z.object({ lotId: Id, lotNumber: z.string(), kitCode: z.string(), expiresOn: z.iso.date() })),
}).meta({ id: 'CheckOutDone' });

export const HandBackView = CustodyView.extend({
  damageId: Id.nullable().describe('The damage that was named, or that the checklist found'),
}).meta({ id: 'HandBackDone' });

export const CustodyPage = pageOf(CustodyView).meta({ id: 'CheckOutPage' });

export const CustodyQuery = PageQuery.extend({
  deviceId: Id.optional(),
  bookingId: Id.optional(),
  unitId: Id.optional(),
  mine: z.stringbool().optional(),
  open: z.stringbool().optional(),
  overdue: z.stringbool().optional().describe('Still out after its time'),
});

/** How much of a custody a reader may see. The owner sees who and where, not why. */
export type Reader = 'party' | 'owner' | 'stranger';

export function toCustodyView(
  row: CustodyRow,
  unitName: string,
  reader: Reader,
  now: Date,
): z.input<typeof CustodyView> {
  const known = reader !== 'stranger';
  const party = reader === 'party';
  return {
    id: row.id,
    deviceId: row.deviceId,
    assetCode: row.assetCode,
    ownerUnitId: row.ownerUnitId,
    state: custodyState(row, now),
    holder: known ? { id: row.holderId, name: row.holderName } : null,
    holderUnitId: row.holderUnitId,
    holderUnitName: unitName,
    checkedOutAt: row.checkedOutAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    returnedAt: row.returnedAt?.toISOString() ?? null,
    returnedBy: known ? row.returnedByName : null,
    receivedFromId: row.receivedFromId,
    nextCheckOutId: row.nextCustodyId,
    bookingId: known ? row.bookingId : null,
    caseId: party ? row.caseId : null,
    purpose: party ? row.purpose : null,
    conditionOut: known ? row.conditionOut : null,
    conditionIn: known ? row.conditionIn : null,
    signedOut: row.signedOut,
    signedIn: row.signedIn,
    batteryOutPercent: known ? row.batteryOutPercent : null,
    batteryInPercent: known ? row.batteryInPercent : null,
    positionOut: known ? position(row.outLon, row.outLat) : null,
    positionIn: known ? position(row.inLon, row.inLat) : null,
    redacted: !party,
  };
}

function position(lon: number | null, lat: number | null): { lon: number; lat: number } | null {
  return lon === null || lat === null ? null : { lon, lat };
}
