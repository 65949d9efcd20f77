import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { ObjectShelf } from '../../telemetry/index.js';
import type { Held } from './media.repository.js';

/** What somebody has signed for, and what came into the store. */
@Injectable()
export class PilotMediaTools {
  constructor(
    readonly shelf: ObjectShelf,
    private readonly equipment: EquipmentService,
  ) {}

  async held(tx: Tx, { id }: Actor): Promise<Held[]> {
    const custodies = await this.equipment.openCustodiesOf(tx, id);
    return custodies.map(({ deviceId, caseId }) => ({ deviceId, caseId }));
  }

  /** Undefined when the person does not hold it. */
  async heldWithSerial(tx: Tx, actor: Actor, serial: string): Promise<Held | undefined> {
    const device = await this.equipment.findDevice(tx, { serial });
    return device && (await this.held(tx, actor)).find(({ deviceId }) => deviceId === device.id);
  }
}
