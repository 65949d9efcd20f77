import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, OnEveryMinute, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { RecheckRepository } from './recheck.repository.js';

/** What is more waits for the next minute: a fleet that reports again after a day must not keep others waiting. */
const MOST_A_MINUTE = 500;

/** Checks items again whose surroundings are known better now. */
@Injectable()
export class RecheckRounds {
  constructor(
    private readonly rechecks: RecheckRepository,
    private readonly items: EvidenceRepository,
    private readonly corroboration: CorroborationService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Right however late it runs and when two runs meet: an item is taken off the list with what comes of it. */
  @OnEveryMinute('evidence.recheck')
  async run(): Promise<void> {
    for (let nth = 0; nth < MOST_A_MINUTE; nth += 1) {
      if (!(await this.checkNext())) return;
    }
  }

  /** False when none is due. */
  private async checkNext(): Promise<boolean> {
    let itemId: string | undefined;
    try {
      return await this.unitOfWork.run(SYSTEM, async (tx) => {
        const due = await this.rechecks.take(tx, this.clock.now());
        if (!due) return false;
        itemId = due.itemId;
        const [item] = await this.items.find(tx, [due.itemId]);
        // What is removed is taken off the list, and nothing is written about it.
        if (item && item.state !== 'removed') await this.corroboration.rerun(tx, item, due.occasion);
        return true;
      });
    } catch (error) {
      if (itemId === undefined) throw error;
      this.logger.warn({ err: error, itemId }, 'checks of evidence failed; they will be tried again');
      const failed = itemId;
      await this.unitOfWork.run(SYSTEM, (tx) => this.rechecks.postpone(tx, failed, this.clock.now()));
      return true;
    }
  }
}
