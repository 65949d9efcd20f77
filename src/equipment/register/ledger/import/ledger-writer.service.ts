import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/index.js';
import { BarcodeBatch } from '../../barcodes/barcode-batch.service.js';
import type { DeviceKind } from '../../pool/device-kind.entity.js';
import { DeviceBatch } from '../../registry/device-batch.service.js';
import type { Verdict } from '../rows/ledger-judge.js';

/** Writes what was judged, a batch at a time. */
@Injectable()
export class LedgerWriter {
  constructor(
    private readonly batch: DeviceBatch,
    private readonly barcodes: BarcodeBatch,
  ) {}

  /** All kinds; held against changes where devices of them are to be written. */
  async kinds(tx: Tx, hold: boolean): Promise<DeviceKind[]> {
    return this.batch.allKinds(tx, hold);
  }

  /** @throws DEVICE_EXISTS, BARCODE_TAKEN where somebody took a name or a barcode meanwhile */
  async write(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
    const created = verdicts.flatMap((verdict) => (verdict.action === 'create' ? [verdict] : []));
    const updated = verdicts.flatMap((verdict) => (verdict.action === 'update' ? [verdict] : []));
    await this.batch.enter(tx, created);
    await this.batch.change(
      tx,
      updated.map(({ change }) => change),
    );
    await this.barcodes.move(tx, [
      ...created.map(({ record, barcodes }) => ({ deviceId: record.id, ...barcodes })),
      ...updated.map(({ change, barcodes }) => ({ deviceId: change.before.id, ...barcodes })),
    ]);
  }
}
