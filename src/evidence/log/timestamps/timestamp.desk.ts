import { Inject, Injectable } from '@nestjs/common';
import { chinaDateOf, LOGGER, type Logger, SYSTEM, UnitOfWork } from '../../../platform/index.js';
import { LogRepository } from '../log.repository.js';
import type { TimestampFault } from './timestamp.codes.js';
import { TimestampRepository, type TimestampRow } from './timestamp.repository.js';
import { dueHead, firstDay } from './timestamp.rules.js';

/** A head that waits for its stamp, as it is sent. */
export interface DueHead {
  readonly size: number;
  readonly note: Buffer;
}

/** Which head is to be stamped, and what came of it. */
@Injectable()
export class TimestampDesk {
  constructor(
    private readonly repository: LogRepository,
    private readonly timestamps: TimestampRepository,
    private readonly unitOfWork: UnitOfWork,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async due(now: Date): Promise<DueHead | undefined> {
    return this.unitOfWork.read(async (tx) => {
      const due = dueHead(await this.timestamps.standing(tx, firstDay(now), chinaDateOf(now)), now);
      const checkpoint = due && (await this.repository.checkpoint(tx, due.size));
      return checkpoint && { size: checkpoint.size, note: Buffer.from(checkpoint.note, 'utf8') };
    });
  }

  async keep(row: TimestampRow): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.timestamps.insertIfNew(tx, row));
  }

  async refuse(size: number, fault: TimestampFault, at: Date): Promise<void> {
    this.logger.warn({ fault, size }, 'answer of the time-stamping authority not kept');
    await this.unitOfWork.run(SYSTEM, (tx) => this.timestamps.insertRefusal(tx, { size, fault, at }));
  }
}
