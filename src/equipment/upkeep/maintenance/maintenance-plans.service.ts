import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  type PageQuery,
  type Tx,
  UnitOfWork,
  chinaDateOf,
} from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Journal } from '../../journal.js';
import { PlanTargets } from './plan-targets.service.js';
import { MaintenanceRepository, type PlanRow } from './maintenance.repository.js';
import { secondsOf } from './maintenance.rules.js';
import { type PlanCreate, type PlanView, toPlanView } from './maintenance.schemas.js';

type View = z.input<typeof PlanView>;

/** How often which devices are looked after. */
@Injectable()
export class MaintenancePlans {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly maintenance: MaintenanceRepository,
    private readonly targets: PlanTargets,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** For a kind only by the pool's first unit. @throws FORBIDDEN, DEVICE_NOT_FOUND, DEVICE_KIND_UNKNOWN */
  async create(actor: Actor, input: z.output<typeof PlanCreate>): Promise<View> {
    const { title, kindCode, deviceId, everyDays = null, everyHours, everyCycles = null, blocks } = input;
    const at = this.clock.now();
    return this.unitOfWork.run(actor, async (tx) => {
      const target = await this.targets.require(tx, actor, { kindCode, deviceId });
      const id = newId();
      const rhythm = { everyDays, everySeconds: everyHours === undefined ? null : secondsOf(everyHours), everyCycles };
      const plan = { ...target, ...rhythm, id, title, blocks, createdBy: actor.id, createdAt: at };
      await this.maintenance.insertPlan(tx, plan, chinaDateOf(at));
      return this.recorded(tx, id, 'equipment.planMaintenance', 'equipment.maintenance_planned');
    });
  }

  /** Nothing is due by the plan any more. @throws MAINTENANCE_PLAN_NOT_FOUND, FORBIDDEN, MAINTENANCE_PLAN_ENDED */
  async end(actor: Actor, id: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const known = await this.maintenance.plan(tx, id);
      if (!known) throw EquipmentErrors.MAINTENANCE_PLAN_NOT_FOUND({ planId: id });
      const { kindCode, deviceId } = known;
      await this.targets.require(tx, actor, { kindCode: kindCode ?? undefined, deviceId: deviceId ?? undefined });
      const plan = await this.maintenance.lockPlan(tx, id);
      if (plan?.endedAt) throw EquipmentErrors.MAINTENANCE_PLAN_ENDED({ endedAt: plan.endedAt.toISOString() });
      await this.maintenance.endPlan(tx, id, this.clock.now());
      return this.recorded(tx, id, 'equipment.endMaintenancePlan', 'equipment.maintenance_plan_ended');
    });
  }

  /** Those in force, newest first. */
  async list({ limit, cursor }: z.output<typeof PageQuery>): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read((tx) => this.maintenance.plans(tx, before, limit + 1));
    return keysetPage(rows, limit, ({ id }) => [id], toPlanView);
  }

  private async recorded(
    tx: Tx,
    id: string,
    action: string,
    event: 'equipment.maintenance_planned' | 'equipment.maintenance_plan_ended',
  ): Promise<View> {
    const plan = await this.maintenance.plan(tx, id);
    if (!plan) throw EquipmentErrors.MAINTENANCE_PLAN_NOT_FOUND({ planId: id });
    await this.journal.record(tx, {
      action,
      subject: { kind: 'maintenancePlan', id },
      event,
      aggregate: `maintenancePlan:${id}`,
      payload: factOf(plan),
    });
    return toPlanView(plan);
  }
}

function factOf({ id, title, kindCode, deviceId, everyDays, everySeconds, everyCycles, blocks }: PlanRow) {
  return { planId: id, title, kindCode, deviceId, everyDays, everySeconds, everyCycles, blocks };
}
