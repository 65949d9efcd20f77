import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, newId, type Tx, UnitOfWork, chinaDateOf, endOfChinaDate } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { EquipmentFiles } from '../../register/files/equipment-files.service.js';
import { Journal } from '../../journal.js';
import { DeviceLocker } from '../../register/registry/device-locker.js';
import type { DeviceRecord } from '../../register/registry/register.repository.js';
import type { MaintenanceWork } from './maintenance.entity.js';
import { MaintenanceRepository } from './maintenance.repository.js';
import { toWorkView, type WorkCreate, type WorkView } from './maintenance.schemas.js';

type View = z.input<typeof WorkView>;
type Input = z.output<typeof WorkCreate>;

/** Work done on devices; a plan that it answers begins anew, from the use the device had then. */
@Injectable()
export class MaintenanceWorks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly maintenance: MaintenanceRepository,
    private readonly locker: DeviceLocker,
    private readonly files: EquipmentFiles,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DEVICE_NOT_FOUND, FORBIDDEN, MAINTENANCE_IN_FUTURE, MAINTENANCE_PLAN_NOT_FOUND, MAINTENANCE_PLAN_ENDED,
   * MAINTENANCE_PLAN_OF_OTHERS, FILE_UNKNOWN
   */
  async record(actor: Actor, deviceId: string, input: Input): Promise<View> {
    const recordedAt = this.clock.now();
    const { planId = null, doneOn, doneBy, note = null, fileIds } = input;
    if (doneOn > chinaDateOf(recordedAt)) throw EquipmentErrors.MAINTENANCE_IN_FUTURE({ doneOn });
    return this.unitOfWork.run(actor, async (tx) => {
      const device = await this.locker.lockOwn(tx, actor, deviceId);
      if (planId !== null) await this.requirePlan(tx, planId, device);
      await this.files.requireOwn(tx, actor, fileIds);
      const { seconds, cycles } = await this.maintenance.wearOf(tx, deviceId, endOfDay(doneOn, recordedAt));
      const then = { secondsThen: seconds, cyclesThen: cycles };
      const work = { id: newId(), deviceId, planId, doneOn, doneBy, note, ...then, recordedBy: actor.id, recordedAt };
      await this.maintenance.insertWork(tx, work, fileIds);
      if (planId !== null) await this.maintenance.mark(tx, { planId, deviceId, sinceOn: doneOn, ...then });
      await this.write(tx, device, work);
      return toWorkView({ work, fileIds });
    });
  }

  private async requirePlan(tx: Tx, planId: string, { id, kindId }: DeviceRecord): Promise<void> {
    const plan = await this.maintenance.planTarget(tx, planId);
    if (!plan) throw EquipmentErrors.MAINTENANCE_PLAN_NOT_FOUND({ planId });
    if (plan.endedAt) throw EquipmentErrors.MAINTENANCE_PLAN_ENDED({ endedAt: plan.endedAt.toISOString() });
    if (plan.deviceId !== id && plan.kindId !== kindId) throw EquipmentErrors.MAINTENANCE_PLAN_OF_OTHERS({ planId });
  }

  private async write(tx: Tx, { id, assetCode }: DeviceRecord, work: MaintenanceWork): Promise<void> {
    const { planId, doneOn, doneBy } = work;
    await this.journal.record(tx, {
      action: 'equipment.maintain',
      subject: { kind: 'device', id },
      event: 'equipment.maintained',
      aggregate: `device:${id}`,
      payload: { workId: work.id, deviceId: id, assetCode, planId, doneOn, doneBy },
    });
  }
}

/** The end of the day in China, or now where it is not over yet. */
function endOfDay(date: string, now: Date): Date {
  return new Date(Math.min(endOfChinaDate(date).getTime(), now.getTime() + 1));
}
