import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../../platform/index.js';
import { PhotoIds } from '../../register/files/equipment-file.schemas.js';
import type { DamageEntry, DamagePhoto, DamageRecord } from './damage.entity.js';
import { DAMAGE_DECISIONS, DAMAGE_SOURCES, DAMAGE_STATES, SEVERITIES } from './damage.rules.js';

/** One thousand million yuan: more is a slip of the finger. */
const MOST_CENTS = 100_000_000_000;

export const DamageNamed = z.strictObject({ severity: z.enum(SEVERITIES), description: text(2_000) });

export const DamageReport = DamageNamed.extend({
  deviceId: Id,
  checkOutId: Id.optional().describe('In whose hands it happened; absent: the check-out it is out on'),
  photoIds: PhotoIds.optional(),
}).meta({ id: 'DamageReport' });

export const DamageAssessment = z
  .strictObject({ severity: z.enum(SEVERITIES).optional(), note: text(2_000), photoIds: PhotoIds.optional() })
  .meta({ id: 'DamageAssessment' });

export const DamageRuling = z
  .strictObject({
    decision: z.enum(DAMAGE_DECISIONS),
    reason: text(2_000),
    costCents: z.int().min(0).max(MOST_CENTS).optional().describe('Hundredths of a yuan'),
    chargedUnitId: Id.optional().describe('With charge; absent: the unit that had it'),
  })
  .refine(({ decision, costCents }) => decision !== 'charge' || (costCents ?? 0) > 0, {
    error: 'a charge says how much',
    path: ['costCents'],
  })
  .refine(({ decision, chargedUnitId }) => decision === 'charge' || chargedUnitId === undefined, {
    error: 'only a charge is charged to somebody',
    path: ['chargedUnitId'],
  })
  .meta({ id: 'DamageRuling' });

export const DamageClosing = z
  .strictObject({ note: text(2_000).optional(), photoIds: PhotoIds.optional() })
  .default({})
  .meta({ id: 'DamageClosing' });

const UnitRef = z.object({ id: Id, name: z.string() });

export const DamageView = z
  .object({
    id: Id,
    deviceId: Id,
    assetCode: z.string(),
    checkOutId: Id.nullable(),
    owner: UnitRef,
    holderUnit: UnitRef.nullable().describe('Who had it, as far as somebody had'),
    state: z.enum(DAMAGE_STATES),
    severity: z.enum(SEVERITIES),
    source: z.enum(DAMAGE_SOURCES),
    description: z.string(),
    reportedBy: z.object({ id: Id, name: z.string() }),
    reportedAt: InstantView,
    decision: z.enum(DAMAGE_DECISIONS).nullable(),
    costCents: z.int().nullable(),
    chargedUnit: UnitRef.nullable(),
    holdsDevice: z.boolean().describe('Whether it keeps the device out of service'),
    updatedAt: InstantView,
  })
  .meta({ id: 'Damage' });

export const DamagePage = pageOf(DamageView).meta({ id: 'DamagePage' });

export const DamageDetail = DamageView.extend({
  failedItems: z.array(
    z.object({
      code: z.string(),
      zh: z.string(),
      en: z.string(),
      answer: z.union([z.boolean(), z.number(), z.string()]).nullable(),
      expected: z.union([z.boolean(), z.number(), z.string()]).nullable(),
      note: z.string().nullable(),
    }),
  ),
  entries: z.array(
    z.object({
      state: z.enum(DAMAGE_STATES),
      severity: z.enum(SEVERITIES),
      decision: z.enum(DAMAGE_DECISIONS).nullable(),
      note: z.string().nullable(),
      at: InstantView,
      by: z.object({ id: Id, name: z.string() }),
      photoIds: z.array(Id),
    }),
  ),
}).meta({ id: 'DamageDetail' });

export const DamageQuery = PageQuery.extend({
  deviceId: Id.optional(),
  unitId: Id.optional().describe('Owner, or who had it'),
  state: z.enum(DAMAGE_STATES).optional(),
  severity: z.enum(SEVERITIES).optional(),
  open: z.stringbool().optional(),
});

export interface DamageNames {
  readonly assetCode: string;
  readonly nameOf: (unitId: string) => string;
}

export function toDamageView(damage: DamageRecord, { assetCode, nameOf }: DamageNames): z.input<typeof DamageView> {
  const { id, deviceId, custodyId, ownerUnitId, holderUnitId, chargedUnitId, costCents } = damage;
  const { state, severity, source, description, decision } = damage;
  const unit = (unitId: string | null) => (unitId === null ? null : { id: unitId, name: nameOf(unitId) });
  return {
    id,
    deviceId,
    assetCode,
    checkOutId: custodyId,
    owner: { id: ownerUnitId, name: nameOf(ownerUnitId) },
    holderUnit: unit(holderUnitId),
    state,
    severity,
    source,
    description,
    reportedBy: { id: damage.reportedBy, name: damage.reportedByName },
    reportedAt: damage.reportedAt.toISOString(),
    decision,
    costCents: costCents === null ? null : Number(costCents),
    chargedUnit: unit(chargedUnitId),
    holdsDevice: damage.holdReason !== null,
    updatedAt: damage.updatedAt.toISOString(),
  };
}

export function toEntryView(entry: DamageEntry, photos: readonly DamagePhoto[]) {
  const { state, severity, decision, note } = entry;
  return {
    state,
    severity,
    decision,
    note,
    at: entry.at.toISOString(),
    by: { id: entry.actorId, name: entry.actorName },
    photoIds: photos.filter(({ entryId }) => entryId === entry.id).map(({ fileId }) => fileId),
  };
}
