import { z } from 'zod';
import { Id, PageQuery, pageOf, text } from '../../platform/index.js';
import type { LotRow } from './lot-row.js';

export const LotView = z
  .object({
    id: Id,
    kitCode: z.string(),
    kitNameZh: z.string(),
    kitNameEn: z.string(),
    measure: z.enum(['test', 'bottle', 'bag']),
    deviceKindCode: z.string().nullable().describe('The kind of instrument it feeds'),
    unitId: Id,
    unitName: z.string(),
    lotNumber: z.string(),
    expiresOn: z.iso.date().describe('Last usable day in China'),
    expired: z.boolean(),
    quantityOnHand: z.int(),
    quantityAvailable: z.int().describe('On hand and not kept for bookings'),
  })
  .meta({ id: 'Lot' });

export const LotPage = pageOf(LotView).meta({ id: 'LotPage' });

export const LotQuery = PageQuery.extend({
  unit: Id.optional(),
  kit: z.string().max(50).optional().describe('Kit code'),
  deviceKind: z.string().max(50).optional().describe('Code of the kind of instrument it feeds'),
  expiringBefore: z.iso.date().optional(),
  q: text(100).optional(),
});

/** `today`: date in China. */
export function toLotView(row: LotRow, unitName: string, today: string): z.input<typeof LotView> {
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
    expired: row.expiresOn < today,
    quantityOnHand: row.onHand,
    quantityAvailable: row.onHand - row.reserved,
  };
}
