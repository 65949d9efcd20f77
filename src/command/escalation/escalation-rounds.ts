import { Inject, Injectable } from '@nestjs/common';
import { Clock, Deadlines, LOGGER, type Logger, type Tx, UnitOfWork } from '../../platform/index.js';
import { EscalationDesk } from './escalation-desk.js';
import { type DueTimer, OrderTimerRepository } from './order-timer.repository.js';

/** Tells of orders that are overdue. */
@Injectable()
export class EscalationRounds extends Deadlines<DueTimer> {
  constructor(
    unitOfWork: UnitOfWork,
    clock: Clock,
    @Inject(LOGGER) logger: Logger,
    private readonly timers: OrderTimerRepository,
    private readonly desk: EscalationDesk,
  ) {
    super('telling of overdue orders', { unitOfWork, clock, logger });
  }

  protected due(tx: Tx, now: Date, limit: number): Promise<DueTimer[]> {
    return this.timers.due(tx, now, limit);
  }

  protected nameOf({ orderId, kind }: DueTimer): string {
    return `${orderId} ${kind}`;
  }

  protected end(tx: Tx, timer: DueTimer, now: Date): Promise<number | undefined> {
    return this.desk.fire(tx, timer, now);
  }
}
