import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser, UnitTree } from '../../identity/index.js';
import { type Actor, AuditTrail, Clock, newId, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { ORDER_PRIORITIES, type OrderPriority } from '../orders/order.rules.js';
import { EscalationPolicyRepository, type UnitPolicy } from './escalation-policy.repository.js';
import { DEFAULT_POLICIES } from './escalation.rules.js';
import type { PolicyInput, PolicyList, PolicyView } from './escalation.schemas.js';
import { nearest } from './order-timers.js';

type List = z.input<typeof PolicyList>;

/** Who is told when orders are overdue, as each unit wants it; a unit without a policy has that of the one above. */
@Injectable()
export class EscalationPolicies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: EscalationPolicyRepository,
    private readonly access: AccessService,
    private readonly units: UnitTree,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async list(actor: Actor, wanted: string | undefined): Promise<List> {
    const unitId = wanted ?? asUser(actor).unitId;
    if (!this.units.find(unitId)) throw PlatformErrors.NOT_FOUND();
    return this.unitOfWork.read((tx) => this.of(tx, unitId));
  }

  /** Orders that were issued before keep the policy of their time. @throws NOT_FOUND, FORBIDDEN */
  async set(actor: Actor, unitId: string, priority: OrderPriority, input: z.output<typeof PolicyInput>): Promise<List> {
    this.require(actor, unitId);
    return this.unitOfWork.run(actor, async (tx) => {
      const policy = { ...input, id: newId(), unitId, priority, setBy: actor.id, setAt: this.clock.now() };
      await this.policies.save(tx, policy);
      await this.record(tx, 'command.setEscalationPolicy', unitId, { priority, ...input });
      return this.of(tx, unitId);
    });
  }

  /** The unit follows the one above it again. @throws NOT_FOUND, FORBIDDEN */
  async remove(actor: Actor, unitId: string, priority: OrderPriority): Promise<void> {
    this.require(actor, unitId);
    await this.unitOfWork.run(actor, async (tx) => {
      const isGone = await this.policies.remove(tx, unitId, priority);
      if (isGone) await this.record(tx, 'command.removeEscalationPolicy', unitId, { priority });
    });
  }

  private require(actor: Actor, unitId: string): void {
    if (!this.units.find(unitId)) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, 'escalationPolicy.manage', [{ id: unitId, unitIds: [unitId] }]);
  }

  private async record(tx: Tx, action: string, unitId: string, details: Record<string, unknown>): Promise<void> {
    await this.audit.record(tx, { action, subject: { kind: 'unit', id: unitId }, details });
  }

  private async of(tx: Tx, unitId: string): Promise<List> {
    const ancestry = this.units.ancestry(unitId);
    const all = await this.policies.ofUnits(tx, ancestry);
    const items = ORDER_PRIORITIES.map((priority) => {
      const own = nearest(
        all.filter((policy) => policy.priority === priority),
        ancestry,
      );
      return viewOf(priority, own);
    });
    return { unitId, items };
  }
}

function viewOf(priority: OrderPriority, own: UnitPolicy | undefined): z.input<typeof PolicyView> {
  const { ackWithinSeconds, steps } = own ?? DEFAULT_POLICIES[priority];
  const from = own ? { unitId: own.unitId, setBy: own.setBy, setAt: own.setAt.toISOString() } : null;
  return { priority, ackWithinSeconds, steps: [...steps], from };
}
