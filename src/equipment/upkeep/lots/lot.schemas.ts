import { z } from 'zod';
import { Day, Id, InstantView, pageOf, PageQuery, text } from '../../../platform/index.js';
import { KIT_MEASURES } from '../../equipment.codes.js';
import type { ListedLotRow } from './lot-row.js';

export const KitCode = z.string().min(1).max(50).describe('Kit code');

export const LotView = z
  .object({
    id: Id,
    kitCode: z.string(),
    kitNameZh: z.string(),
    kitNameEn: z.string(),
    measure: z.enum(KIT_MEASURES),
    deviceKindCode: z.string().nullable().describe('The kind of instrument it feeds'),
    unitId: Id,
    unitName: z.string(),
    lotNumber: z.string(),
    expiresOn: z.iso.date().describe('Last usable day in China of what is closed'),
    receivedOn: z.iso.date(),
    openedAt: InstantView.nullable(),
    openLifeDays: z.int().nullable().describe('How long the kit is good once it is opened'),
    usableUntil: z.iso.date().describe('Last usable day in China, opened or not'),
    expired: z.boolean().describe('Not usable any more'),
    storage: z.object({ minCelsius: z.int(), maxCelsius: z.int() }).nullable(),
    costCategory: z.string().nullable(),
    attributes: z.record(z.string(), z.unknown()).describe('The fields that its kit has'),
    quantityOnHand: z.int(),
    quantityAvailable: z.int().describe('On hand and not kept for bookings'),
    minimum: z.int().nullable().describe('Below this the unit is low on the kit'),
    low: z.boolean().describe('The unit has less of the kit, good and free, than its minimum'),
  })
  .meta({ id: 'Lot' });

export const LotPage = pageOf(LotView).meta({ id: 'LotPage' });

export const LotQuery = PageQuery.extend({
  unit: Id.optional(),
  kit: z.string().max(50).optional().describe('Kit code'),
  deviceKind: z.string().max(50).optional().describe('Code of the kind of instrument it feeds'),
  expiringBefore: Day.optional(),
  low: z.stringbool().default(false).describe('Only of kits of which the unit has too little'),
  q: text(100).optional(),
});

/** `today`: date in China. */
export function toLotView(row: ListedLotRow, unitName: string, today: string): z.input<typeof LotView> {
  return {
    id: row.id,
    kitCode: row.kitCode,
    kitNameZh: row.nameZh,
    kitNameEn: row.nameEn,
    measure: row.measure,
    deviceKindCode: row.deviceKindCode,
    unitId: row.unitId,
    unitName,
    lotNumber: row.lotNumber,
    expiresOn: row.expiresOn,
    receivedOn: row.receivedOn,
    openedAt: row.openedAt?.toISOString() ?? null,
    openLifeDays: row.openLifeDays,
    usableUntil: row.usableUntil,
    expired: row.usableUntil < today,
    storage: storageOf(row),
    costCategory: row.costCategory,
    attributes: { ...row.attributes },
    quantityOnHand: row.onHand,
    quantityAvailable: row.onHand - row.reserved,
    minimum: row.minimum,
    low: row.low,
  };
}

function storageOf({ storageMinCelsius, storageMaxCelsius }: ListedLotRow): z.input<typeof LotView>['storage'] {
  if (storageMinCelsius === null || storageMaxCelsius === null) return null;
  return { minCelsius: storageMinCelsius, maxCelsius: storageMaxCelsius };
}
