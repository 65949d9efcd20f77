import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { CallTools } from './call.tools.js';
import { type ServiceCall, ServiceCallRepository } from './service-call.repository.js';
import { ServiceDispatch } from './service.dispatch.js';

/** What is done when a device stays silent. */
@Injectable()
export class SilenceActions {
  constructor(
    private readonly repository: ServiceCallRepository,
    private readonly tools: CallTools,
    private readonly dispatch: ServiceDispatch,
  ) {}

  async sendAgain(tx: Tx, call: ServiceCall): Promise<void> {
    await this.repository.sendAgain(tx, call.id, this.tools.dueAt(call.method));
    tx.afterCommit(() => this.dispatch.send(call));
  }
}
