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
} from '../../../../platform/index.js';
import { Scan } from '../../barcodes/barcode.schemas.js';
import { FileIds } from '../../files/equipment-file.schemas.js';
import type { ItemRow, ScanRow } from '../stock-take-row.js';
import { CountsView } from '../conduct/stock-take.schemas.js';
import { ITEM_STATES, SCAN_REASONS, SCAN_RESULTS } from '../stock-take.rules.js';

export const ScanCreate = z
  .strictObject({
    code: Scan.pipe(z.string().min(1).max(200))
      .optional()
      .describe('What the camera read: the address or code of our label, a serial, or a claimed barcode'),
    deviceId: Id.optional().describe('In its place: a device chosen by hand'),
    position: PositionInput.optional(),
    photoIds: FileIds.optional(),
    note: text(500).optional(),
    scannedAt: Instant.optional().describe('By the phone, where it had no network'),
  })
  .refine(({ code, deviceId }) => (code === undefined) !== (deviceId === undefined), {
    error: 'give code or deviceId',
    path: ['code'],
  })
  .meta({ id: 'StockTakeScanCreate' });

const DeviceOfScan = z.object({
  id: Id,
  assetCode: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  unitId: Id,
  unitName: z.string(),
});

export const ScanView = z
  .object({
    id: Id,
    code: z.string(),
    device: DeviceOfScan.nullable(),
    result: z.enum(SCAN_RESULTS),
    reason: z.enum(SCAN_REASONS).nullable().describe('Why it should not be here'),
    position: PositionView.nullable(),
    photoIds: z.array(Id),
    note: z.string().nullable(),
    scannedBy: z.object({ id: Id, name: z.string() }),
    scannedAt: InstantView,
    recordedAt: InstantView,
  })
  .meta({ id: 'StockTakeScan' });

export const ScanDone = z
  .object({
    result: z.enum([...SCAN_RESULTS, 'already']).describe('already: the scan is the first one of the same thing'),
    scan: ScanView,
    counts: CountsView,
  })
  .meta({ id: 'StockTakeScanDone' });

export const ScanPage = pageOf(ScanView).meta({ id: 'StockTakeScanPage' });
export const ScanQuery = PageQuery.extend({ result: z.enum(SCAN_RESULTS).optional() });

export const ItemView = z
  .object({
    deviceId: Id,
    assetCode: z.string(),
    serial: z.string().nullable(),
    nameZh: z.string(),
    nameEn: z.string(),
    unitId: Id,
    unitName: z.string(),
    state: z.enum(ITEM_STATES),
    holder: z.object({ name: z.string(), unitId: Id, unitName: z.string(), dueAt: InstantView }).nullable(),
    scan: z.object({ id: Id, scannedBy: z.string(), scannedAt: InstantView }).nullable(),
    loss: z.object({ reason: z.string(), decidedBy: z.string(), decidedAt: InstantView }).nullable(),
  })
  .meta({ id: 'StockTakeItem' });

export const ItemPage = pageOf(ItemView).meta({ id: 'StockTakeItemPage' });
export const ItemQuery = PageQuery.extend({ state: z.enum(ITEM_STATES).optional(), q: text(100).optional() });

type NameOf = (unitId: string) => string;

export function toScanView(row: ScanRow, nameOf: NameOf): z.input<typeof ScanView> {
  const { deviceId, assetCode, nameZh, nameEn, unitId, lon, lat } = row;
  return {
    id: row.id,
    code: row.code,
    device:
      deviceId === null || assetCode === null || nameZh === null || nameEn === null || unitId === null
        ? null
        : { id: deviceId, assetCode, nameZh, nameEn, unitId, unitName: nameOf(unitId) },
    result: row.result,
    reason: row.reason,
    position: lon === null || lat === null ? null : { lon, lat },
    photoIds: [...row.photoIds],
    note: row.note,
    scannedBy: { id: row.scannedBy, name: row.scannedByName },
    scannedAt: row.scannedAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
  };
}

export function toItemView(row: ItemRow, nameOf: NameOf): z.input<typeof ItemView> {
  const { deviceId, assetCode, serial, nameZh, nameEn, unitId, state } = row;
  return {
    deviceId,
    assetCode,
    serial,
    nameZh,
    nameEn,
    unitId,
    state,
    unitName: nameOf(unitId),
    holder: state === 'out' ? holderOf(row, nameOf) : null,
    scan: scanOf(row),
    loss: lossOf(row),
  };
}

function holderOf({ holderName: name, holderUnitId: unitId, dueAt }: ItemRow, nameOf: NameOf) {
  return name && unitId && dueAt ? { name, unitId, unitName: nameOf(unitId), dueAt: dueAt.toISOString() } : null;
}

function scanOf({ scanId: id, scannedByName: scannedBy, scannedAt }: ItemRow) {
  return id && scannedBy && scannedAt ? { id, scannedBy, scannedAt: scannedAt.toISOString() } : null;
}

function lossOf({ lossReason: reason, lossDecidedByName: decidedBy, lossDecidedAt: decidedAt }: ItemRow) {
  return reason && decidedBy && decidedAt ? { reason, decidedBy, decidedAt: decidedAt.toISOString() } : null;
}
