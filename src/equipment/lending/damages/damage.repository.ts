import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../../identity/index.js';
import type { Tx } from '../../../platform/index.js';
import { DamageEntry, DamagePhoto, Damage, type DamageRecord } from './damage.entity.js';
import type { DamageState, Severity } from './damage.rules.js';

export interface DamageFilter {
  readonly scope: AccessScope;
  readonly deviceId?: string | undefined;
  readonly unitId?: string | undefined;
  readonly state?: DamageState | undefined;
  readonly severity?: Severity | undefined;
  readonly open?: boolean | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Damages and what was said of them. A damage changes under the lock of its device. */
@Injectable()
export class DamageRepository {
  async insert(tx: Tx, damage: DamageRecord): Promise<void> {
    await tx.repository(Damage).insert(damage);
  }

  async update(tx: Tx, id: string, changes: Partial<DamageRecord>): Promise<void> {
    await tx.repository(Damage).update({ id }, changes);
  }

  /** From now on this damage, and no other of the device, keeps it out of service. */
  async hold(tx: Tx, deviceId: string, id: string, reason: string): Promise<void> {
    await tx.execute(`UPDATE damage SET hold_reason = CASE WHEN id = $2 THEN $3 END WHERE device_id = $1`, [
      deviceId,
      id,
      reason,
    ]);
  }

  async release(tx: Tx, deviceId: string): Promise<void> {
    await tx.execute(`UPDATE damage SET hold_reason = NULL WHERE device_id = $1`, [deviceId]);
  }

  /** Whether a damage keeps the device out of service under this reason. */
  async holdsUnder(tx: Tx, deviceId: string, reason: string): Promise<boolean> {
    return tx.repository(Damage).existsBy({ deviceId, holdReason: reason });
  }

  async get(tx: Tx, id: string): Promise<DamageRecord | null> {
    return tx.repository(Damage).findOneBy({ id });
  }

  /** Oldest first. */
  async openOf(tx: Tx, deviceId: string): Promise<DamageRecord[]> {
    return tx
      .repository(Damage)
      .createQueryBuilder('d')
      .where(`d.deviceId = :deviceId AND d.state <> 'closed'`, { deviceId })
      .orderBy('d.id', 'ASC')
      .getMany();
  }

  /** Newest first. */
  async list(tx: Tx, filter: DamageFilter): Promise<DamageRecord[]> {
    const { scope, deviceId, unitId, state, severity, open, before, limit } = filter;
    const query = tx
      .repository(Damage)
      .createQueryBuilder('d')
      .where('(d.ownerUnitId = ANY (:unitIds) OR d.holderUnitId = ANY (:unitIds))', scope)
      .orderBy('d.id', 'DESC')
      .limit(limit);
    if (deviceId) query.andWhere('d.deviceId = :deviceId', { deviceId });
    if (unitId) query.andWhere('(d.ownerUnitId = :unitId OR d.holderUnitId = :unitId)', { unitId });
    if (state) query.andWhere('d.state = :state', { state });
    if (severity) query.andWhere('d.severity = :severity', { severity });
    if (open !== undefined) query.andWhere(open ? `d.state <> 'closed'` : `d.state = 'closed'`);
    if (before) query.andWhere('d.id < :before', { before });
    return query.getMany();
  }

  async addEntry(tx: Tx, entry: DamageEntry, photoIds: readonly string[]): Promise<void> {
    await tx.repository(DamageEntry).insert(entry);
    if (photoIds.length === 0) return;
    await tx.repository(DamagePhoto).insert(photoIds.map((fileId) => ({ entryId: entry.id, fileId })));
  }

  /** In the order they were made. */
  async entriesOf(tx: Tx, damageId: string): Promise<DamageEntry[]> {
    return tx.repository(DamageEntry).find({ where: { damageId }, order: { id: 'ASC' } });
  }

  async photosOf(tx: Tx, damageId: string): Promise<DamagePhoto[]> {
    return tx
      .repository(DamagePhoto)
      .createQueryBuilder('p')
      .innerJoin(DamageEntry, 'e', 'e.id = p.entryId')
      .where('e.damageId = :damageId', { damageId })
      .orderBy('p.fileId', 'ASC')
      .getMany();
  }

  async damagesShowing(tx: Tx, fileId: string): Promise<DamageRecord[]> {
    return tx
      .repository(Damage)
      .createQueryBuilder('d')
      .innerJoin(DamageEntry, 'e', 'e.damageId = d.id')
      .innerJoin(DamagePhoto, 'p', 'p.entryId = e.id')
      .where('p.fileId = :fileId', { fileId })
      .getMany();
  }

  async assetCodes(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await tx.query<{ id: string; code: string }>(
      `SELECT id, asset_code AS code FROM device WHERE id = ANY($1)`,
      [deviceIds],
    );
    return new Map(rows.map(({ id, code }) => [id, code]));
  }
}
