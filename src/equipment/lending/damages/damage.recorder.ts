import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '../../../platform/index.js';
import type { ChecklistFailure } from '../custody/checklists/answered-checklists.service.js';
import type { CustodyRow } from '../custody/custody-row.js';
import { Photos } from '../../register/files/photos.service.js';
import type { DeviceRecord } from '../../register/registry/register.repository.js';
import { DamageJournal } from './damage.journal.js';
import type { DamageRecord } from './damage.entity.js';
import { DamageRepository } from './damage.repository.js';
import type { DamageSource, Severity } from './damage.rules.js';
import { DeviceHolds } from './device-holds.service.js';

/** A damage as it is first told. */
export interface DamageTold {
  /** In whose hands it happened, as far as somebody had the device. */
  readonly custody: CustodyRow | null;
  readonly severity: Severity;
  readonly source: DamageSource;
  readonly description: string;
  readonly items: readonly ChecklistFailure[];
  readonly photoIds: readonly string[];
}

/** Writes a damage down, and takes the device out of service where it blocks use. */
@Injectable()
export class DamageRecorder {
  constructor(
    private readonly damages: DamageRepository,
    private readonly photos: Photos,
    private readonly journal: DamageJournal,
    private readonly holds: DeviceHolds,
    private readonly clock: Clock,
  ) {}

  /** The device is locked. @throws FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async record(tx: Tx, device: DeviceRecord, { photoIds, ...told }: DamageTold): Promise<string> {
    await this.photos.require(tx, tx.actor, photoIds);
    const damage = damageOf(tx, device, told, this.clock.now());
    await this.damages.insert(tx, damage);
    await this.journal.record(tx, damage, { photoIds });
    await this.holds.settle(tx, device);
    return damage.id;
  }
}

function damageOf(
  tx: Tx,
  { id: deviceId, unitId: ownerUnitId }: DeviceRecord,
  { custody, severity, source, description, items }: Omit<DamageTold, 'photoIds'>,
  at: Date,
): DamageRecord {
  return {
    id: newId(),
    deviceId,
    custodyId: custody?.id ?? null,
    ownerUnitId,
    holderUnitId: custody?.holderUnitId ?? null,
    state: 'reported',
    severity,
    source,
    description,
    items,
    reportedBy: tx.actor.id,
    reportedByName: tx.actor.name,
    reportedAt: at,
    decision: null,
    costCents: null,
    chargedUnitId: null,
    holdReason: null,
    updatedAt: at,
  };
}
