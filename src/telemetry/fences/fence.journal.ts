import { Injectable } from '@nestjs/common';
import { AuditTrail, Outbox, type Tx } from '../../platform/index.js';
import { TelemetryEvents } from '../telemetry.events.js';
import type { Fence } from './fence.types.js';

/** What audit and others are told of fences. */
@Injectable()
export class FenceJournal {
  constructor(
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
  ) {}

  async record(tx: Tx, action: string, fence: Fence, more: object): Promise<void> {
    const { fenceId, version, name, unitId, endedAt } = fence;
    const subject = { kind: 'fence', id: fenceId };
    await this.audit.record(tx, { action, subject, details: { version, name, unitId, ...more } });
    const payload = { fenceId, version, unitId, ended: endedAt !== null };
    await this.outbox.record(tx, {
      type: TelemetryEvents['telemetry.fence_changed'],
      aggregate: `fence:${fenceId}`,
      payload,
    });
  }
}
