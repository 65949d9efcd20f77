import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, newId, type Tx, UnitOfWork } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { EquipmentFiles } from '../../files/equipment-files.service.js';
import type { DeviceSummary } from '../../pool/device-row.js';
import { DeviceRepository } from '../../pool/device.repository.js';
import { type ScanCreate, type ScanDone, toScanView } from './counting.schemas.js';
import { ScanRepository } from './scan.repository.js';
import { StockTakeErrors } from '../stock-take.errors.js';
import { StockTakeReader } from '../stock-take-reader.service.js';
import type { StockTakeRow } from '../stock-take-row.js';
import { isScanTime, type Verdict, verdictOf } from '../stock-take.rules.js';

type Input = z.output<typeof ScanCreate>;

interface Scanned {
  readonly code: string;
  readonly device: DeviceSummary | undefined;
}

/** Many phones count at once; the first scan of a thing counts. */
@Injectable()
export class CountingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: StockTakeReader,
    private readonly scans: ScanRepository,
    private readonly devices: DeviceRepository,
    private readonly files: EquipmentFiles,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, STOCK_TAKE_ENDED, DEVICE_NOT_FOUND, SCAN_TIME_REFUSED, FILE_UNKNOWN */
  async scan(actor: Actor, id: string, input: Input): Promise<z.input<typeof ScanDone>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const stockTake = await this.reader.access.counted(tx, actor, id);
      const scannedAt = this.timeOf(stockTake, input);
      const { code, device } = await this.scanned(tx, input);
      const { result, reason } = await this.verdict(tx, stockTake, device);
      const photos = await this.files.requireOwn(tx, actor, input.photoIds ?? []);
      const isFirst = await this.scans.add(tx, {
        id: newId(),
        stockTakeId: id,
        deviceId: device?.id ?? null,
        code,
        result,
        reason,
        position: input.position ?? null,
        note: input.note ?? null,
        scannedBy: actor.id,
        scannedByName: actor.name,
        scannedAt,
        recordedAt: this.clock.now(),
        photoIds: [...new Set(photos.map((photo) => photo.id))],
      });
      const first = await this.scans.first(tx, id, { deviceId: device?.id ?? null, code });
      if (!first) throw new Error('a scan was neither added nor there before');
      return {
        result: isFirst ? result : 'already',
        scan: toScanView(first, this.reader.nameOf),
        counts: await this.reader.counts(tx, id),
      };
    });
  }

  private timeOf({ openedAt }: StockTakeRow, { scannedAt }: Input): Date {
    const now = this.clock.now();
    if (scannedAt && !isScanTime(scannedAt, openedAt, now))
      throw StockTakeErrors.SCAN_TIME_REFUSED({ scannedAt: scannedAt.toISOString() });
    return scannedAt ?? now;
  }

  private async scanned(tx: Tx, { code: read, deviceId }: Input): Promise<Scanned> {
    if (deviceId !== undefined) {
      const device = await this.devices.find(tx, { id: deviceId });
      if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND({ deviceId });
      return { code: device.assetCode, device };
    }
    const code = read ?? '';
    return { code, device: await this.devices.find(tx, { code }) };
  }

  private async verdict(tx: Tx, { id, unitIds }: StockTakeRow, device: DeviceSummary | undefined): Promise<Verdict> {
    if (!device) return verdictOf(undefined, unitIds);
    return verdictOf({ ...device, ...(await this.scans.situationOf(tx, id, device.id)) }, unitIds);
  }
}
