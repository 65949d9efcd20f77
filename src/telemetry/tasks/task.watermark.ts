import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import type { DeviceSummary } from '../../equipment/index.js';
import type { Tx } from '../../platform/index.js';
import { GatewayFinder } from '../services/gateway.finder.js';
import { CallTools } from '../services/call.tools.js';
import { ServiceCallRepository } from '../services/service-call.repository.js';
import { watermarkSettings } from '../services/service-call.rules.js';
import { ServiceDispatch } from '../services/service.dispatch.js';
import { ServiceJournal } from '../services/service.journal.js';
import { type DockTask, DockTaskRepository } from './dock-task.repository.js';

/** What a call is sent with. */
@Injectable()
export class CallSending {
  constructor(
    readonly tools: CallTools,
    readonly calls: ServiceCallRepository,
    readonly journal: ServiceJournal,
    readonly dispatch: ServiceDispatch,
  ) {}
}

/** Burns the number of the case into the pictures of a task, as soon as its aircraft is switched on. */
@Injectable()
export class TaskWatermark {
  constructor(
    private readonly tasks: DockTaskRepository,
    private readonly cases: CasesService,
    private readonly finder: GatewayFinder,
    private readonly sending: CallSending,
  ) {}

  /**
   * Once a task, in the name of who prepared it. A flight of no case has the text switched off: the number of the task
   * before may still stand in it.
   */
  async burn(tx: Tx, gateway: DeviceSummary, task: DockTask): Promise<void> {
    if (task.watermarkCallId !== null) return;
    const way = await this.finder.wayTo(tx, gateway);
    if (!way?.isOnline || way.aircraftId !== task.deviceId) return;
    const { caseId, unitId, holderId } = task;
    const file = caseId === null ? undefined : await this.cases.find(tx, caseId);
    const data = watermarkSettings(file?.number ?? null, 0);
    if (!data) return;
    const { tools, calls, journal, dispatch } = this.sending;
    const request = { method: 'property_set', data: { watermark: { caseId, layout: 0 } } } as const;
    const asker = { kind: 'user', id: task.askedBy, name: task.askedByName, snapshot: {} } as const;
    const call = tools.callOf(asker, { device: gateway, way, use: { unitId, holderId, caseId } }, { request, data });
    if (!(await calls.insert(tx, call)) || !(await this.tasks.mark(tx, task.id, call.id))) return;
    await journal.asked(tx, call);
    tx.afterCommit(() => dispatch.send(call));
  }
}
