import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService, type PastHolding } from '../../equipment/index.js';
import type { Position } from '../../geo/index.js';
import { newId, type Period, type Tx } from '../../platform/index.js';
import { FenceRepository } from '../fences/fence.repository.js';
import type { Fence } from '../fences/fence.types.js';
import { AlarmKeeper } from './alarm.keeper.js';
import { AlarmRepository } from './alarm.repository.js';

/** First half of the advisory locks by which reviews keep apart; the second is the device's slot. */
const LOCK_SPACE = 0x5d_1a;
const LOCK_SLOTS = 256;

/** A stretch of time of which frames came late. */
export interface LateStretch extends Period {
  readonly deviceId: string;
  readonly version: string;
}

/** What is done with stretches of tracks that came late. */
@Injectable()
export class LateNotes {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly fences: FenceRepository,
    private readonly keeper: AlarmKeeper,
    private readonly alarms: AlarmRepository,
  ) {}

  /**
   * The next stretch after that of another device; undefined where there is none. It is not locked: the intake would wait.
   */
  async next(tx: Tx, after: string | undefined): Promise<LateStretch | undefined> {
    return tx.queryOne(
      `SELECT device_id AS "deviceId", from_at AS "from", to_at AS "to", xmin::text AS version FROM late_track
       WHERE $1::uuid IS NULL OR device_id > $1 ORDER BY device_id LIMIT 1`,
      [after ?? null],
    );
  }

  /** Until the end of the transaction nobody else reviews the device; false where somebody does. */
  async hold(tx: Tx, deviceId: string): Promise<boolean> {
    const row = await tx.queryOne<{ held: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${LOCK_SPACE}, abs(hashtext($1) % ${LOCK_SLOTS})) AS held`,
      [deviceId],
    );
    return row?.held === true;
  }

  /**
   * What was widened meanwhile is looked at again: what is known by then is not noted twice.
   * @param upTo how far it was looked at; null: all of it
   */
  async done(tx: Tx, { deviceId, version }: LateStretch, upTo: Date | null): Promise<void> {
    const unchanged = `device_id = $1 AND xmin::text = $2`;
    if (upTo === null) return void (await tx.execute(`DELETE FROM late_track WHERE ${unchanged}`, [deviceId, version]));
    await tx.execute(`UPDATE late_track SET from_at = least($3, to_at) WHERE ${unchanged}`, [deviceId, version, upTo]);
  }

  async device(tx: Tx, id: string): Promise<DeviceSummary | undefined> {
    return this.equipment.findDevice(tx, { id });
  }

  /** In whose hands the device was, in the order of time. */
  async holdings(tx: Tx, deviceId: string, during: Period): Promise<PastHolding[]> {
    return this.equipment.holdingsDuring(tx, [deviceId], during);
  }

  /** Of whoever had the device then. What is known of that time is extended, where it was found afterwards as well. */
  async keep(
    tx: Tx,
    device: DeviceSummary,
    fence: Fence,
    { from, to, position }: Period & { readonly position: Position },
  ): Promise<void> {
    const { fenceId, name } = fence;
    const known = await this.fences.extend(tx, device.id, { fenceId, from, to });
    if (known)
      return this.alarms.moveLate(tx, { deviceId: device.id, fenceId, beganAt: known.from }, { from, to, position });
    const held = await this.equipment.custodyAt(tx, device.id, from);
    const unitId = held?.holderUnitId ?? device.unitId;
    if (!(await this.fences.note(tx, newId(), device.id, { fenceId, from, to }))) return;
    const about = { deviceId: device.id, assetCode: device.assetCode, unitId, caseId: held?.caseId ?? null };
    const found = { kind: 'fence_entered', fenceId, about: name, value: null, isLate: true } as const;
    await this.keeper.begin(
      tx,
      { ...about, holderId: held?.holderUserId ?? null },
      { ...found, beganAt: from, endedAt: to, position },
    );
  }
}
