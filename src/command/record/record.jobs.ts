import { Inject, Injectable } from '@nestjs/common';
import {
  type JobLease,
  Jobs,
  LOGGER,
  type Logger,
  OnGivenUp,
  OnJob,
  SYSTEM,
  UnitOfWork,
} from '../../platform/index.js';
import { RECORD_QUEUE } from './record.codes.js';
import { RecordPreservation } from './record-preservation.js';

/** Queued in the transaction that closes a session, and tried until it is done. */
@Injectable()
export class RecordJobs {
  constructor(
    private readonly preservation: RecordPreservation,
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: Jobs,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @OnJob(RECORD_QUEUE)
  async preserve({ sessionId, closedSeq }: Record<string, unknown>, lease: JobLease): Promise<void> {
    await this.preservation.preserve(String(sessionId), Number(closedSeq), (tx) => lease.hold(tx));
  }

  /** A disk may be full for a night. The events are where they always were; what is missing is the item in the case file. */
  @OnGivenUp(RECORD_QUEUE)
  async giveUp({ sessionId, closedSeq }: Record<string, unknown>): Promise<void> {
    this.logger.error({ sessionId, closedSeq }, 'the record of a session did not become evidence: tried anew');
    await this.unitOfWork.run(SYSTEM, (tx) => this.jobs.enqueue(tx, RECORD_QUEUE, { sessionId, closedSeq }));
  }
}
