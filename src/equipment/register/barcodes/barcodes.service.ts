import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  type Tx,
  UnitOfWork,
  violates,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { LabelClaims } from '../blank-labels/label-claims.service.js';
import { DeviceLocker } from '../registry/device-locker.js';
import { BarcodeRepository, type BarcodeRow } from './barcode.repository.js';
import { type BarcodeClaim, type BarcodeView, toBarcodeView } from './barcode.schemas.js';

type View = z.input<typeof BarcodeView>;

/** A barcode that a device wears already is claimed for it, so that a scan finds the device. */
@Injectable()
export class BarcodesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly barcodes: BarcodeRepository,
    private readonly locker: DeviceLocker,
    private readonly labels: LabelClaims,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, LABEL_NOT_PRINTED, LABEL_OF_OTHER_UNIT, BARCODE_TAKEN */
  async claim(actor: Actor, deviceId: string, { symbology, value }: z.output<typeof BarcodeClaim>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { unitId } = await this.locker.lockOwn(tx, actor, deviceId);
      await this.labels.require(tx, value, unitId);
      const wearer = await this.barcodes.wearer(tx, value, deviceId);
      if (wearer) throw EquipmentErrors.BARCODE_TAKEN({ value, deviceId: wearer.id, assetCode: wearer.assetCode });
      const claim = { claimedBy: actor.id, claimedByName: actor.name, claimedAt: this.clock.now() };
      const free = { releasedBy: null, releasedByName: null, releasedAt: null };
      const row: BarcodeRow = { id: newId(), deviceId, symbology, value, ...claim, ...free };
      await this.insert(tx, row);
      await this.record(tx, 'equipment.claimBarcode', row.deviceId, { barcodeId: row.id, symbology, value });
      return toBarcodeView(row);
    });
  }

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, BARCODE_NOT_FOUND */
  async release(actor: Actor, deviceId: string, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      await this.locker.lockOwn(tx, actor, deviceId);
      if (!(await this.barcodes.release(tx, deviceId, id, this.clock.now()))) throw EquipmentErrors.BARCODE_NOT_FOUND();
      await this.record(tx, 'equipment.releaseBarcode', deviceId, { barcodeId: id });
    });
  }

  async history(deviceId: string, { limit, cursor }: { limit: number; cursor?: string }): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) => this.barcodes.history(tx, deviceId, before, limit + 1));
    return keysetPage(rows, limit, ({ id }) => [id], toBarcodeView);
  }

  private async insert(tx: Tx, row: BarcodeRow): Promise<void> {
    try {
      await this.barcodes.insert(tx, row);
    } catch (error) {
      throw violates(error, 'device_barcode_value_key') || violates(error, 'device_barcode_of_code')
        ? EquipmentErrors.BARCODE_TAKEN({ value: row.value }, error)
        : error;
    }
  }

  private async record(tx: Tx, action: string, id: string, details: Record<string, unknown>): Promise<void> {
    await this.audit.record(tx, { action, subject: { kind: 'device', id }, details });
  }
}
