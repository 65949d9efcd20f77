import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { ServiceCallRepository } from './service-call.repository.js';
import { ServiceJournal } from './service.journal.js';
import { type Sendable, ServiceWire } from './service.wire.js';

/** What has not left by then is found by the next run as a call of which nobody knows. */
const LONGEST_WAIT_MS = 3_000;

/** Sends calls that are committed. */
@Injectable()
export class ServiceDispatch implements BeforeApplicationShutdown {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ServiceCallRepository,
    private readonly journal: ServiceJournal,
    private readonly wire: ServiceWire,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** To be called after the commit. What happens to it is kept with the call. */
  send(call: Sendable): void {
    const sending = this.sendAndKeep(call)
      .catch((error: unknown) => this.logger.error({ err: error, callId: call.id }, 'call of a device'))
      .finally(() => this.running.delete(sending));
    this.running.add(sending);
  }

  /** What is on its way is written down before the connections to the database end. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([Promise.all(this.running), pause(LONGEST_WAIT_MS, undefined, { ref: false })]);
  }

  private async sendAndKeep(call: Sendable): Promise<void> {
    try {
      await this.wire.publish(call, this.clock.now());
    } catch (error) {
      this.logger.warn({ err: error, callId: call.id }, 'a call did not leave');
      return this.keepFailure(call.id);
    }
    await this.unitOfWork.run(SYSTEM, (tx) => this.repository.published(tx, call.id, this.clock.now()));
  }

  /** Of a call that left before, the answer may still come. */
  private async keepFailure(callId: string): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const call = await this.repository.lock(tx, callId);
      if (call?.state !== 'sent' || call.publishedAt) return;
      await this.repository.settle(tx, callId, 'failed', this.clock.now());
      await this.journal.settled(tx, call, 'failed', null);
    });
  }
}
