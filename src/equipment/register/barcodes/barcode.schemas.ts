import { z } from 'zod';
import { Id, InstantView, pageOf, text } from '../../../platform/index.js';
import { BARCODE_SYMBOLOGIES } from '../../equipment.codes.js';
import type { BarcodeRow } from './barcode.repository.js';
import { codeInScan, fitsSymbology } from './barcode.rules.js';

/** What a scanner gives: our own label, a barcode that the device wears, or a code typed by hand. */
export const Scan = text(500)
  .transform(codeInScan)
  .describe('Asset code, serial or claimed barcode; the address on our own label too');

export const BarcodeClaim = z
  .strictObject({
    symbology: z.enum(BARCODE_SYMBOLOGIES).default('unknown'),
    value: Scan.pipe(z.string().min(1).max(200)),
  })
  .refine(({ symbology, value }) => fitsSymbology(symbology, value), {
    error: 'is not what this symbology prints',
    path: ['value'],
  })
  .meta({ id: 'DeviceBarcodeClaim' });

export const BarcodeView = z
  .object({
    id: Id,
    symbology: z.enum(BARCODE_SYMBOLOGIES),
    value: z.string(),
    claimedBy: z.object({ id: Id, name: z.string() }),
    claimedAt: InstantView,
    releasedBy: z.object({ id: Id, name: z.string() }).nullable(),
    releasedAt: InstantView.nullable(),
  })
  .meta({ id: 'DeviceBarcode' });

export const BarcodePage = pageOf(BarcodeView).meta({ id: 'DeviceBarcodePage' });

export function toBarcodeView(row: BarcodeRow): z.input<typeof BarcodeView> {
  const { id, symbology, value, claimedBy, claimedByName, claimedAt, releasedBy, releasedByName, releasedAt } = row;
  return {
    id,
    symbology,
    value,
    claimedBy: { id: claimedBy, name: claimedByName },
    claimedAt: claimedAt.toISOString(),
    releasedBy: releasedBy === null ? null : { id: releasedBy, name: releasedByName ?? '' },
    releasedAt: releasedAt?.toISOString() ?? null,
  };
}
