import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, UnitOfWork, chinaDateOf } from '../../../../platform/index.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { ChecklistRepository } from './checklist.repository.js';
import { itemsAt, preparedItem } from './checklist.rules.js';
import { type PreparedChecklist, toPreparedItem } from './checklist.schemas.js';
import type { ChecklistMoment, RegistryFacts } from './checklist.types.js';
import { ChecklistsService } from './checklists.service.js';
import { DeviceConcern } from './device-concern.service.js';

const NOTHING_TOLD: RegistryFacts = {
  insuredUntil: null,
  registrationNumber: null,
  calibratedUntil: null,
  attributes: {},
};

/** The checklist of one device, ready to be answered. */
@Injectable()
export class PreparedChecklists {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checklists: ChecklistRepository,
    private readonly templates: ChecklistsService,
    private readonly concern: DeviceConcern,
    private readonly clock: Clock,
  ) {}

  /**
   * What will be asked of a device now. The registry's own answers are for the owner, the holder and those who come to
   * take it.
   * @throws DEVICE_NOT_FOUND
   */
  async of(actor: Actor, deviceId: string, moment: ChecklistMoment): Promise<z.input<typeof PreparedChecklist>> {
    return this.unitOfWork.read(async (tx) => {
      const device = await this.checklists.device(tx, deviceId);
      if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
      const template = await this.templates.templateFor(tx, device.kind);
      const facts = (await this.concern.concerns(tx, actor, device)) ? device.facts : NOTHING_TOLD;
      const ground = { facts, usedUntil: chinaDateOf(this.clock.now()) };
      const items = itemsAt(template, moment).map((item) => toPreparedItem(item, preparedItem(item, ground)));
      return { version: template.version, mandatory: template.mandatory, items };
    });
  }
}
