import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Outbox, type Tx } from '../../platform/index.js';
import type { TaskProgress } from '../dialects/device-events.js';
import { TelemetryEvents } from '../telemetry.events.js';
import { TaskRepository } from './task.repository.js';

/** Keeps how far flight tasks are. */
@Injectable()
export class TaskKeeper {
  constructor(
    private readonly repository: TaskRepository,
    private readonly outbox: Outbox,
  ) {}

  async keep(tx: Tx, gateway: DeviceSummary, progress: TaskProgress): Promise<void> {
    const callId = await this.repository.callOf(tx, gateway.id, progress);
    const before = await this.repository.statusOf(tx, gateway.id, progress.flightId);
    if (!(await this.repository.advance(tx, gateway.id, callId, progress))) return;
    if (before?.status === progress.status) return;
    const { flightId, status } = progress;
    const type = TelemetryEvents['telemetry.task_moved'];
    const payload = { gatewayId: gateway.id, flightId, status, callId };
    await this.outbox.record(tx, { type, aggregate: `device:${gateway.id}`, payload });
  }
}
