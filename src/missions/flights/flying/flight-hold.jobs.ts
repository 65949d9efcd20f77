import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, OnEveryMinute, SYSTEM, type Tx, UnitOfWork } from '../../../platform/index.js';
import { FlightMover } from './flight-mover.service.js';
import { FlightRepository } from '../flight.repository.js';

const RUN_OUT = 'checked and not applied for in time; its airspace is free again';

/** Gives back the airspace of plans that were checked and forgotten; they are drafts again. Two runs may meet. */
@Injectable()
export class FlightHoldJobs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly mover: FlightMover,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @OnEveryMinute('missions.flight-holds')
  async run(): Promise<void> {
    const forgotten = await this.unitOfWork.read((tx) => this.flights.heldTooLong(tx, this.clock.now()));
    for (const id of forgotten) {
      try {
        await this.unitOfWork.run(SYSTEM, (tx) => this.release(tx, id));
      } catch (error) {
        this.logger.error({ err: error, flight: id }, 'airspace of a forgotten check is still held');
      }
    }
  }

  private async release(tx: Tx, id: string): Promise<void> {
    const held = await this.flights.lock(tx, id);
    if (!held?.flight.heldUntil || held.flight.heldUntil > this.clock.now()) return;
    await this.mover.moveItself(tx, id, { to: 'draft', action: 'flight.release', reason: RUN_OUT });
  }
}
