import { Injectable } from '@nestjs/common';
import type { Person } from '../../identity/index.js';
import { DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { Damage, DamageEntry, DamagePhoto, type DamageRecord } from '../lending/damages/damage.entity.js';
import { reasonOf } from '../lending/damages/damage.rules.js';
import { Device } from '../register/pool/device.entity.js';
import { DemoGround } from './demo-ground.js';
import { DEMO_DAMAGES } from './demo-lending.js';
import { DemoPhoto } from './demo-photo.js';

/** A damage that was just reported, with its photo; and one that keeps its device in repair. */
@Injectable()
export class DamageSeed {
  constructor(
    private readonly ground: DemoGround,
    private readonly photos: DemoPhoto,
  ) {}

  @DemonstrationSeed(28)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(Damage).count()) > 0) return;
    await this.seedOpen(tx);
    await this.seedDecided(tx);
  }

  private async seedOpen(tx: Tx): Promise<void> {
    const { kind, owner, ...told } = DEMO_DAMAGES.open;
    const officer = await this.ground.person(tx, owner, 'field_officer');
    const damage = this.damageOf(await this.ground.device(tx, kind, owner), officer, told);
    await tx.repository(Damage).insert(damage);
    const entryId = await this.addEntry(tx, damage, officer, null, told.hour);
    await tx
      .repository(DamagePhoto)
      .insert({ entryId, fileId: await this.photos.bringIn(tx, officer, 'cracked-lens.png') });
  }

  private async seedDecided(tx: Tx): Promise<void> {
    const { kind, owner, assessment, reason, costCents, ...told } = DEMO_DAMAGES.decided;
    const officer = await this.ground.person(tx, owner, 'field_officer');
    const keeper = await this.ground.person(tx, owner, 'equipment_manager');
    const device = await this.ground.device(tx, kind, owner);
    const reported = this.damageOf(device, officer, told);
    const decided: DamageRecord = {
      ...reported,
      state: 'decided',
      decision: 'repair',
      costCents: String(costCents),
      holdReason: reasonOf(reported),
      updatedAt: this.ground.hour(told.hour + 24),
    };
    await tx.repository(Damage).insert(decided);
    await this.addEntry(tx, reported, officer, null, told.hour);
    await this.addEntry(tx, { ...reported, state: 'assessed' }, keeper, assessment, told.hour + 20);
    await this.addEntry(tx, decided, keeper, reason, told.hour + 24);
    const held = { state: 'maintenance' as const, stateReason: decided.holdReason, stateSince: decided.updatedAt };
    await tx.repository(Device).update({ id: device.id }, held);
  }

  private damageOf(
    { id: deviceId, unitId: ownerUnitId }: Device,
    { id: reportedBy, displayName: reportedByName }: Person,
    { hour, ...told }: Pick<DamageRecord, 'severity' | 'description'> & { readonly hour: number },
  ): DamageRecord {
    const at = this.ground.hour(hour);
    return {
      ...told,
      id: newId(),
      deviceId,
      ownerUnitId,
      custodyId: null,
      holderUnitId: null,
      state: 'reported',
      source: 'person',
      items: [],
      reportedBy,
      reportedByName,
      reportedAt: at,
      decision: null,
      costCents: null,
      chargedUnitId: null,
      holdReason: null,
      updatedAt: at,
    };
  }

  private async addEntry(
    tx: Tx,
    { id: damageId, state, severity, decision }: DamageRecord,
    { id: actorId, displayName: actorName }: Person,
    note: string | null,
    hour: number,
  ): Promise<string> {
    const id = newId();
    const at = this.ground.hour(hour);
    await tx.repository(DamageEntry).insert({ id, damageId, state, severity, decision, note, at, actorId, actorName });
    return id;
  }
}
