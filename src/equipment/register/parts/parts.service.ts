import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx, UnitOfWork } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Journal } from '../../journal.js';
import type { DeviceDetail } from '../pool/device.schemas.js';
import { DevicesService } from '../pool/devices.service.js';
import { DeviceLocker } from '../registry/device-locker.js';
import { attachRefusal } from './part.rules.js';
import { PartRepository } from './part.repository.js';

/** Controllers, docks and batteries come to a device and leave it, while it is at home. */
@Injectable()
export class PartsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly locker: DeviceLocker,
    private readonly parts: PartRepository,
    private readonly devices: DevicesService,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** Gives the device with all that travels with it then. @throws DEVICE_NOT_FOUND, FORBIDDEN, and the PartRefusals */
  async attach(actor: Actor, wholeId: string, partId: string): Promise<z.input<typeof DeviceDetail>> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.locker.lockAllOwn(tx, actor, [wholeId, partId]);
      const at = this.clock.now();
      const found = new Map(
        (await this.parts.companions(tx, [wholeId, partId], at)).map((device) => [device.id, device]),
      );
      const [whole, part] = [found.get(wholeId), found.get(partId)];
      if (!whole || !part) throw EquipmentErrors.DEVICE_NOT_FOUND();
      const refusal = attachRefusal(whole, part);
      if (refusal) throw EquipmentErrors[refusal]({ deviceId: wholeId, partId, partOfId: part.partOfId });
      await this.parts.attach(tx, partId, wholeId, at);
      await this.record(tx, 'equipment.part_attached', wholeId, partId);
      return this.devices.detail(tx, actor, wholeId);
    });
  }

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, PART_NOT_ATTACHED, DEVICE_OUT */
  async detach(actor: Actor, wholeId: string, partId: string): Promise<z.input<typeof DeviceDetail>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const devices = await this.locker.lockAllOwn(tx, actor, [wholeId, partId]);
      const part = devices.find(({ id }) => id === partId);
      if (part?.partOfId !== wholeId) throw EquipmentErrors.PART_NOT_ATTACHED({ deviceId: wholeId, partId });
      const at = this.clock.now();
      const [now] = await this.parts.companions(tx, [wholeId], at);
      const assetCode = devices.find(({ id }) => id === wholeId)?.assetCode;
      if (now?.isOut) throw EquipmentErrors.DEVICE_OUT({ deviceId: wholeId, assetCode });
      await this.parts.detach(tx, partId, at);
      await this.record(tx, 'equipment.part_detached', wholeId, partId);
      return this.devices.detail(tx, actor, wholeId);
    });
  }

  private async record(
    tx: Tx,
    event: 'equipment.part_attached' | 'equipment.part_detached',
    deviceId: string,
    partId: string,
  ): Promise<void> {
    await this.journal.record(tx, {
      action: event === 'equipment.part_attached' ? 'equipment.attachPart' : 'equipment.detachPart',
      subject: { kind: 'device', id: deviceId },
      event,
      aggregate: `device:${deviceId}`,
      payload: { deviceId, partId },
    });
  }
}
