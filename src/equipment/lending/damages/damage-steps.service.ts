import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { Photos } from '../../register/files/photos.service.js';
import type { DeviceRecord } from '../../register/registry/register.repository.js';
import { DamageJournal, type Said } from './damage.journal.js';
import type { DamageRecord } from './damage.entity.js';
import { DamageRepository } from './damage.repository.js';
import { DeviceHolds } from './device-holds.service.js';

/** A damage goes one step on, and the state of its device with it. */
@Injectable()
export class DamageSteps {
  constructor(
    private readonly damages: DamageRepository,
    private readonly photos: Photos,
    private readonly journal: DamageJournal,
    private readonly holds: DeviceHolds,
  ) {}

  /** The device is locked. @throws FILE_UNKNOWN, PHOTO_NOT_PICTURE, DEVICE_OUT, DEVICE_HAS_PARTS */
  async step(
    tx: Tx,
    device: DeviceRecord,
    damage: DamageRecord,
    changes: Partial<DamageRecord>,
    said: Said,
  ): Promise<void> {
    await this.photos.require(tx, tx.actor, said.photoIds ?? []);
    await this.damages.update(tx, damage.id, changes);
    await this.journal.record(tx, damage, said);
    const goesForGood = damage.state === 'closed' && damage.decision === 'write_off';
    await (goesForGood ? this.holds.retire(tx, device, damage) : this.holds.settle(tx, device));
  }
}
