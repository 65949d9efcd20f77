import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import type { Position } from '../../geo/index.js';
import { newId, type Period, type Tx } from '../../platform/index.js';
import { FenceRepository } from '../fences/fence.repository.js';
import type { Fence } from '../fences/fence.types.js';
import { AlarmKeeper } from './alarm.keeper.js';

/** What is done with stretches of tracks that came late. */
@Injectable()
export class LateNotes {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly fences: FenceRepository,
    private readonly alarms: AlarmKeeper,
  ) {}

  /** One stretch, for the transaction that deals with it; undefined where none is waiting. */
  async take(tx: Tx): Promise<({ readonly deviceId: string } & Period) | undefined> {
    return tx.queryOne(
      `DELETE FROM late_track WHERE device_id = (
         SELECT device_id FROM late_track ORDER BY device_id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING device_id AS "deviceId", from_at AS "from", to_at AS "to"`,
    );
  }

  async device(tx: Tx, id: string): Promise<DeviceSummary | undefined> {
    return this.equipment.findDevice(tx, { id });
  }

  /** Of whoever had the device then. Nothing where a stay of that time is known. */
  async keep(
    tx: Tx,
    device: DeviceSummary,
    fence: Fence,
    { from, to, position }: Period & { readonly position: Position },
  ): Promise<void> {
    const { fenceId, name } = fence;
    const held = await this.equipment.custodyAt(tx, device.id, from);
    const unitId = held?.holderUnitId ?? device.unitId;
    if (!(await this.fences.note(tx, newId(), device.id, { fenceId, from, to }))) return;
    const about = { deviceId: device.id, assetCode: device.assetCode, unitId, caseId: held?.caseId ?? null };
    const found = { kind: 'fence_entered', fenceId, about: name, value: null, isLate: true } as const;
    await this.alarms.begin(
      tx,
      { ...about, holderId: held?.holderUserId ?? null },
      { ...found, beganAt: from, endedAt: to, position },
    );
  }
}
