import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, OnEveryMinute, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { RequestRecord } from './request.record.js';
import { RequestRepository } from './request.repository.js';
import { isOverdue } from './request.rules.js';

/** Tells those concerned once when a deadline has passed. Each request is told under its own lock, so two runs may meet. */
@Injectable()
export class RequestJobs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: RequestRepository,
    private readonly record: RequestRecord,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @OnEveryMinute('missions.assistance-overdue')
  async run(): Promise<void> {
    const due = await this.unitOfWork.read((tx) => this.requests.untoldOverdue(tx, this.clock.now()));
    for (const id of due) {
      try {
        await this.unitOfWork.run(SYSTEM, (tx) => this.tell(tx, id));
      } catch (error) {
        this.logger.error({ err: error }, 'an overdue request could not be told of');
      }
    }
  }

  private async tell(tx: Tx, id: string): Promise<void> {
    const held = await this.requests.lock(tx, id);
    const now = this.clock.now();
    if (!held || held.request.overdueToldAt !== null || !isOverdue(held.request, now)) return;
    await this.requests.update(tx, id, { overdueToldAt: now });
    await this.record.overdue(tx, held);
  }
}
