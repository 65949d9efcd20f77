import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx, violates } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { LABEL_FORM } from '../blank-labels/label-code.rules.js';
import { BarcodeRepository, type BarcodeRow } from './barcode.repository.js';

export interface BarcodeMove {
  readonly deviceId: string;
  readonly claim: readonly string[];
  readonly release: readonly string[];
}

/** Barcodes of many devices at once, judged by whoever brings them; who claimed and released stands in each row. */
@Injectable()
export class BarcodeBatch {
  constructor(
    private readonly barcodes: BarcodeRepository,
    private readonly clock: Clock,
  ) {}

  async wornBy(tx: Tx, deviceIds: readonly string[]) {
    return this.barcodes.wornBy(tx, deviceIds);
  }

  /** Of locked devices. @throws BARCODE_TAKEN where somebody claimed one meanwhile */
  async move(tx: Tx, moves: readonly BarcodeMove[]): Promise<void> {
    const at = this.clock.now();
    const released = moves.flatMap(({ deviceId, release }) => release.map((value) => ({ deviceId, value })));
    const claimed = moves.flatMap(({ deviceId, claim }) => claim.map((value) => rowOf(tx, { deviceId, value }, at)));
    if (released.length > 0) await this.barcodes.releaseValues(tx, released, at);
    if (claimed.length > 0) await named(() => this.barcodes.insertAll(tx, claimed));
  }
}

function rowOf(tx: Tx, { deviceId, value }: { deviceId: string; value: string }, at: Date): BarcodeRow {
  return {
    id: newId(),
    deviceId,
    symbology: LABEL_FORM.test(value) ? 'qr' : 'unknown',
    value,
    claimedBy: tx.actor.id,
    claimedByName: tx.actor.name,
    claimedAt: at,
    releasedBy: null,
    releasedByName: null,
    releasedAt: null,
  };
}

async function named(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const isTaken = violates(error, 'device_barcode_value_key') || violates(error, 'device_barcode_of_code');
    throw isTaken ? EquipmentErrors.BARCODE_TAKEN({}, error) : error;
  }
}
