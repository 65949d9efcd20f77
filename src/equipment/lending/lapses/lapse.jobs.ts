import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger, OnEveryMinute, SYSTEM, type Tx, UnitOfWork } from '../../../platform/index.js';
import { Holds } from './holds.service.js';
import { NoShows } from './no-shows.service.js';
import { Overdues } from './overdues.service.js';

/** What time alone does to bookings. Each thing is settled under its own locks, so two runs may meet. */
@Injectable()
export class LapseJobs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: Holds,
    private readonly noShows: NoShows,
    private readonly overdues: Overdues,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Holds first: what they kept may be what an overdue device runs into. */
  @OnEveryMinute('equipment.lapses')
  async run(): Promise<void> {
    await this.holds.expireDue();
    const missed = await this.unitOfWork.read((tx) => this.noShows.due(tx));
    for (const id of missed) await this.alone((tx) => this.noShows.release(tx, id));
    const late = await this.unitOfWork.read((tx) => this.overdues.late(tx));
    for (const device of late) await this.alone((tx) => this.overdues.mark(tx, device));
    await this.alone((tx) => this.overdues.remind(tx));
  }

  /** One that fails does not keep the others waiting; the next run meets it again. */
  private async alone(work: (tx: Tx) => Promise<void>): Promise<void> {
    try {
      await this.unitOfWork.run(SYSTEM, work);
    } catch (error) {
      this.logger.error({ err: error }, 'a lapse could not be settled');
    }
  }
}
