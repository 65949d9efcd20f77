import { Injectable } from '@nestjs/common';
import { AccessService, Actors, type Recipients, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { FenceRepository } from '../fences/fence.repository.js';
import type { AlarmedDevice } from './alarm.types.js';

/** Who is told of an alarm. */
@Injectable()
export class AlarmAudience {
  constructor(
    private readonly fences: FenceRepository,
    private readonly actors: Actors,
    private readonly access: AccessService,
    private readonly units: UnitTree,
  ) {}

  /**
   * Who holds the device, and the commanders of its unit. Of a fence also who drew it and the commanders of the fence's unit,
   * as far as the device is their business: an alarm says where it is.
   */
  async of(tx: Tx, device: AlarmedDevice, fenceId: string | null): Promise<Recipients[]> {
    const { unitId, holderId } = device;
    const holding = { userIds: holderId === null ? [] : [holderId], role: { unitId, role: 'commander' } } as const;
    const [fence] = fenceId === null ? [] : await this.fences.versions(tx, fenceId);
    if (!fence) return [holding];
    const drawer = (await this.maySee(fence.createdBy, device)) ? [fence.createdBy] : [];
    const isBelow = this.units.isWithin(unitId, fence.unitId);
    const drawing = isBelow ? { role: { unitId: fence.unitId, role: 'commander' } as const } : {};
    return [holding, { userIds: drawer, ...drawing }];
  }

  private async maySee(userId: string, { deviceId: id, unitId, caseId }: AlarmedDevice): Promise<boolean> {
    const actor = await this.actors.find(userId);
    return actor !== undefined && this.access.allowed(actor, 'alarm.read', [{ id, unitIds: [unitId], caseId }]).has(id);
  }
}
