import { Injectable } from '@nestjs/common';
import { AuditTrail, Outbox, type Tx } from '../../platform/index.js';
import { TelemetryEvents } from '../telemetry.events.js';
import type { NewCall, ServiceCall } from './service-call.repository.js';
import type { CallState } from './service-call.rules.js';

type About = Pick<ServiceCall, 'id' | 'deviceId' | 'gatewayId' | 'method'>;

/** What audit and others are told of calls. */
@Injectable()
export class ServiceJournal {
  constructor(
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
  ) {}

  async asked(tx: Tx, call: NewCall): Promise<void> {
    const { tid, target, caseId, gatewaySerial } = call;
    // Not the data: the number of a case may be in it, and whoever reads the audit reads no cases.
    await this.audited(tx, 'telemetry.callService', call, { tid, target, caseId, gatewaySerial });
    await this.told(tx, 'telemetry.service_asked', call, { state: call.state });
  }

  async repeated(tx: Tx, call: ServiceCall): Promise<void> {
    await this.audited(tx, 'telemetry.repeatService', call, { tid: call.tid, attempt: call.attempts + 1 });
    await this.told(tx, 'telemetry.service_asked', call, { state: 'sent' });
  }

  async settled(tx: Tx, call: About, state: CallState, resultCode: number | null): Promise<void> {
    await this.told(tx, 'telemetry.service_settled', call, { state, resultCode });
  }

  private async audited(tx: Tx, action: string, { id, deviceId, method }: About, more: object): Promise<void> {
    const subject = { kind: 'device', id: deviceId };
    await this.audit.record(tx, { action, subject, details: { callId: id, method, ...more } });
  }

  private async told(
    tx: Tx,
    type: keyof typeof TelemetryEvents,
    { id: callId, deviceId, gatewayId, method }: About,
    more: object,
  ): Promise<void> {
    const payload = { callId, deviceId, gatewayId, method, ...more };
    await this.outbox.record(tx, { type, aggregate: `device:${gatewayId}`, payload });
  }
}
