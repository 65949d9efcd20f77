import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { BlankLabelErrors } from '../blank-labels/blank-label.errors.js';
import { LabelClaims } from '../blank-labels/label-claims.service.js';
import { DeviceRepository } from '../pool/device.repository.js';
import type { DeviceDetail } from '../pool/device.schemas.js';
import { DevicesService } from '../pool/devices.service.js';

/** The device behind a scan. */
@Injectable()
export class ScannedDevices {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pool: DeviceRepository,
    private readonly devices: DevicesService,
    private readonly labels: LabelClaims,
  ) {}

  /** @throws DEVICE_NOT_FOUND; LABEL_UNCLAIMED where the code was printed and belongs to nothing yet */
  async get(actor: Actor, code: string): Promise<z.input<typeof DeviceDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const device = await this.pool.find(tx, { code });
      if (device) return this.devices.detail(tx, actor, device.id);
      if (await this.labels.isPrinted(tx, code)) throw BlankLabelErrors.LABEL_UNCLAIMED({ label: code });
      throw EquipmentErrors.DEVICE_NOT_FOUND();
    });
  }
}
