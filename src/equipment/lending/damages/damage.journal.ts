import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import { Clock, newId, type Tx } from '../../../platform/index.js';
import type { DamageFact } from '../../equipment.events.js';
import { Journal } from '../../journal.js';
import type { DamageRecord } from './damage.entity.js';
import { DamageNotices } from './damage.notices.js';
import { DamageRepository } from './damage.repository.js';
import type { DamageDecision } from './damage.rules.js';

const DECISIONS_ZH: Readonly<Record<DamageDecision, string>> = {
  repair: '维修',
  write_off: '报废',
  no_action: '不作处理',
  charge: '赔偿',
};

export interface Said {
  readonly note?: string | null | undefined;
  readonly photoIds?: readonly string[] | undefined;
}

/** Each step of a damage: in its own list, in the audit, to others and to those concerned. */
@Injectable()
export class DamageJournal {
  constructor(
    private readonly damages: DamageRepository,
    private readonly journal: Journal,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  async record(tx: Tx, damage: DamageRecord, { note, photoIds = [] }: Said): Promise<void> {
    const { id: damageId, deviceId, ownerUnitId, holderUnitId, state, severity, decision, costCents } = damage;
    const by = { at: this.clock.now(), actorId: tx.actor.id, actorName: tx.actor.name };
    await this.damages.addEntry(
      tx,
      { id: newId(), damageId, state, severity, decision, note: note ?? null, ...by },
      photoIds,
    );
    const payload: DamageFact = { damageId, deviceId, ownerUnitId, holderUnitId, state, severity, decision };
    await this.journal.record(tx, {
      action: `equipment.damage.${state}`,
      subject: { kind: 'damage', id: damageId },
      event: 'equipment.damage_changed',
      aggregate: `device:${deviceId}`,
      payload: { ...payload },
      details: { costCents, photos: photoIds.length },
    });
    await this.tell(tx, damage);
  }

  private async tell(tx: Tx, damage: DamageRecord): Promise<void> {
    const { id, deviceId, state, description, decision, ownerUnitId, holderUnitId, reportedBy } = damage;
    const device = (await this.damages.assetCodes(tx, [deviceId])).get(deviceId) ?? '';
    const subject = { kind: 'damage', id };
    const role = 'equipment_manager' as const;
    if (state === 'reported') {
      const content = DamageNotices.DAMAGE_REPORTED({ device, description });
      await this.notices.tell(tx, { to: { role: { unitId: ownerUnitId, role } }, content, subject });
    }
    if (state === 'decided' && decision) {
      const content = DamageNotices.DAMAGE_DECIDED({ device, decision, decisionZh: DECISIONS_ZH[decision] });
      const unit = holderUnitId === null ? {} : { role: { unitId: holderUnitId, role } };
      await this.notices.tell(tx, { to: { userIds: [reportedBy], ...unit }, content, subject });
    }
  }
}
