import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Outbox, type Tx } from '../../platform/index.js';
import type { TaskNews, TaskProgress } from '../dialects/device-events.js';
import { TaskTies } from '../tasks/task.ties.js';
import { TelemetryEvents } from '../telemetry.events.js';
import { TaskRepository } from './task.repository.js';

/** Keeps how far flight tasks are. */
@Injectable()
export class TaskKeeper {
  constructor(
    private readonly repository: TaskRepository,
    private readonly outbox: Outbox,
    private readonly tasks: TaskTies,
  ) {}

  async keep(tx: Tx, gateway: DeviceSummary, progress: TaskProgress): Promise<void> {
    const callId = await this.repository.callOf(tx, gateway.id, progress);
    const before = await this.repository.statusOf(tx, gateway.id, progress.flightId);
    if (!(await this.repository.advance(tx, gateway.id, callId, progress))) return;
    await this.tasks.reported(tx, gateway, progress, before?.status ?? null);
    if (before?.status === progress.status) return;
    const { flightId, status } = progress;
    const type = TelemetryEvents['telemetry.task_moved'];
    const payload = { gatewayId: gateway.id, flightId, status, callId };
    await this.outbox.record(tx, { type, aggregate: `device:${gateway.id}`, payload });
  }

  async keepNews(tx: Tx, gateway: DeviceSummary, news: TaskNews): Promise<void> {
    await this.tasks.told(tx, gateway, news);
  }
}
