import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx, UnitOfWork } from '../../../platform/index.js';
import { IdentityErrors } from '../../../identity/index.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { type DeviceRecord, RegisterRepository } from '../../register/registry/register.repository.js';
import type { Said } from './damage.journal.js';
import type { DamageRecord } from './damage.entity.js';
import { DamageReader } from './damage.reader.js';
import { type DamageState, mayMoveDamage } from './damage.rules.js';
import type { DamageAssessment, DamageClosing, DamageRuling, DamageView } from './damage.schemas.js';
import { DamageSteps } from './damage-steps.service.js';

type View = z.input<typeof DamageView>;

interface Ruled {
  readonly damage: DamageRecord;
  readonly device: DeviceRecord;
}

/** The owner's manager looks at a damage, decides, and closes it. */
@Injectable()
export class DamageRulings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly register: RegisterRepository,
    private readonly reader: DamageReader,
    private readonly steps: DamageSteps,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, DAMAGE_STATE, FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async assess(actor: Actor, id: string, input: z.output<typeof DamageAssessment>): Promise<View> {
    const { severity, note, photoIds } = input;
    return this.move(actor, id, 'assessed', { note, photoIds }, ({ damage }) => ({
      severity: severity ?? damage.severity,
    }));
  }

  /** @throws NOT_FOUND, FORBIDDEN, DAMAGE_STATE, DAMAGE_NOBODY_CHARGED, UNIT_UNKNOWN */
  async decide(actor: Actor, id: string, input: z.output<typeof DamageRuling>): Promise<View> {
    const { decision, reason: note, costCents } = input;
    return this.move(actor, id, 'decided', { note }, ({ damage }) => ({
      decision,
      costCents: costCents?.toString() ?? null,
      chargedUnitId: decision === 'charge' ? this.chargedOf(damage, input.chargedUnitId) : null,
    }));
  }

  /** What was written off leaves the pool with this. @throws NOT_FOUND, FORBIDDEN, DAMAGE_STATE, DEVICE_OUT, DEVICE_HAS_PARTS */
  async close(actor: Actor, id: string, input: z.output<typeof DamageClosing>): Promise<View> {
    return this.move(actor, id, 'closed', input, () => ({}));
  }

  private chargedOf({ holderUnitId, ownerUnitId }: DamageRecord, named: string | undefined): string {
    const unitId = named ?? holderUnitId;
    if (unitId === null || unitId === ownerUnitId) throw EquipmentErrors.DAMAGE_NOBODY_CHARGED();
    if (!this.reaches.exists(unitId)) throw IdentityErrors.UNIT_UNKNOWN();
    return unitId;
  }

  private async move(
    actor: Actor,
    id: string,
    to: DamageState,
    said: Said,
    changes: (ruled: Ruled) => Partial<DamageRecord>,
  ): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const ruled = await this.lock(tx, actor, id);
      const { state } = ruled.damage;
      if (!mayMoveDamage(state, to)) throw EquipmentErrors.DAMAGE_STATE({ state, to });
      const changed = { ...changes(ruled), state: to, updatedAt: this.clock.now() };
      await this.steps.step(tx, ruled.device, { ...ruled.damage, ...changed }, changed, said);
      return this.reader.view(tx, id);
    });
  }

  /** The device first, then the damage as it is under its lock. */
  private async lock(tx: Tx, actor: Actor, id: string): Promise<Ruled> {
    const { deviceId } = await this.reader.required(tx, actor, 'damage.decide', id);
    const device = await this.register.lock(tx, deviceId);
    if (!device) throw new Error(`device ${deviceId} is gone`);
    return { device, damage: await this.reader.required(tx, actor, 'damage.decide', id) };
  }
}
