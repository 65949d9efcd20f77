import { Inject, Injectable } from '@nestjs/common';
import { type JobLease, LOGGER, type Logger, OnGivenUp, OnJob } from '../../platform/index.js';
import { RECORD_QUEUE } from './record.codes.js';
import { RecordPreservation } from './record-preservation.js';

/** Queued in the transaction that closes a session, and tried for hours. */
@Injectable()
export class RecordJobs {
  constructor(
    private readonly preservation: RecordPreservation,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @OnJob(RECORD_QUEUE)
  async preserve({ sessionId, closedSeq }: Record<string, unknown>, lease: JobLease): Promise<void> {
    await this.preservation.preserve(String(sessionId), Number(closedSeq), (tx) => lease.hold(tx));
  }

  /** The events themselves are where they always were; what is missing is the item in the case file. */
  @OnGivenUp(RECORD_QUEUE)
  async giveUp({ sessionId, closedSeq }: Record<string, unknown>): Promise<void> {
    this.logger.error({ sessionId, closedSeq }, 'the record of a session did not become evidence');
  }
}
