import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx, UnitOfWork } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Journal } from '../../journal.js';
import type { DeviceDetail } from '../pool/device.schemas.js';
import { DevicesService } from '../pool/devices.service.js';
import type { DeviceKind } from '../pool/device-kind.entity.js';
import { changed } from './device-entries.js';
import { DeviceLocker } from './device-locker.js';
import { ofAnotherKind } from './device-maker.js';
import { differences } from './device-record.rules.js';
import type { DeviceKindCorrection } from './device-register.schemas.js';
import { type DeviceRecord, RegisterRepository } from './register.repository.js';

type Correction = Omit<z.output<typeof DeviceKindCorrection>, 'version'>;

/** A device that was registered under the wrong kind is put under the right one, while nobody counts on it. */
@Injectable()
export class KindCorrections {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly locker: DeviceLocker,
    private readonly register: RegisterRepository,
    private readonly devices: DevicesService,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DEVICE_NOT_FOUND, FORBIDDEN, DEVICE_CHANGED, DEVICE_KIND_UNKNOWN, DEVICE_OF_THIS_KIND, DEVICE_OUT,
   * DEVICE_BOOKED, DEVICE_ATTRIBUTES_INVALID, NOT_A_DRONE, DRONE_CLASS_CONTRADICTED
   */
  async correct(
    actor: Actor,
    id: string,
    version: number,
    correction: Correction,
  ): Promise<z.input<typeof DeviceDetail>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const device = await this.locker.lockOwn(tx, actor, id, version);
      const from = await this.locker.holdKind(tx, device);
      const to = await this.locker.holdKindOf(tx, correction.kindCode);
      if (to.id === from.id)
        throw EquipmentErrors.DEVICE_OF_THIS_KIND({ assetCode: device.assetCode, kindCode: to.code });
      const at = this.clock.now();
      await this.requireNobodyCountsOn(tx, device, at);
      const after = ofAnotherKind(device, { from, to }, correction);
      await this.register.update(tx, id, { ...after, version: version + 1, updatedAt: at });
      await this.write(tx, device, { from, to, after, reason: correction.reason });
      return this.devices.detail(tx, actor, id);
    });
  }

  private async requireNobodyCountsOn(tx: Tx, device: DeviceRecord, at: Date): Promise<void> {
    const { id, assetCode, partOfId } = device;
    const { isOut } = await this.register.situation(tx, device);
    if (isOut) throw EquipmentErrors.DEVICE_OUT({ deviceId: id, assetCode });
    const bookings = await this.register.affectedBookings(tx, partOfId ?? id, at);
    if (bookings.length > 0)
      throw EquipmentErrors.DEVICE_BOOKED({
        deviceId: id,
        assetCode,
        count: bookings.length,
        bookingIds: bookings.map(({ bookingId }) => bookingId),
      });
  }

  private async write(
    tx: Tx,
    device: DeviceRecord,
    { from, to, after, reason }: { from: DeviceKind; to: DeviceKind; after: Partial<DeviceRecord>; reason: string },
  ): Promise<void> {
    const { kindId: _kindId, ...fields } = after;
    const what = { kindCode: { from: from.code, to: to.code }, ...differences({ ...device }, fields) };
    const entry = changed(device, what);
    await this.journal.record(tx, {
      ...entry,
      action: 'equipment.correctKind',
      payload: { ...entry.payload, reason },
    });
  }
}
