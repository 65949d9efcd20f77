import { Inject, Injectable } from '@nestjs/common';
import {
  AuditTrail,
  Clock,
  CONFIG,
  type Config,
  databaseFault,
  OnEveryMinute,
  SYSTEM,
  UnitOfWork,
} from '../../platform/index.js';
import { EmptyPartitions } from './empty-partitions.js';
import { RetentionRepository } from './retention.repository.js';
import { lastExpiredDay } from './retention.rules.js';

/** Days of one run; the next minute takes the next. */
const DAYS_A_RUN = 10;
const LOCK_NOT_AVAILABLE = '55P03';

/** Removes frames that are older than the policy keeps them, day by day; those that evidence rests on stay. */
@Injectable()
export class FrameRetention {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: RetentionRepository,
    private readonly partitions: EmptyPartitions,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute('telemetry.retention')
  async run(): Promise<void> {
    const days = this.config.SKYDOCKET_TELEMETRY_DAYS;
    if (days === undefined) return;
    const last = lastExpiredDay(this.clock.now(), days);
    const due = await this.unitOfWork.read((tx) => this.repository.daysDue(tx, last));
    for (const day of due.slice(0, DAYS_A_RUN)) await this.removeUnlessInUse(day, days);
    await this.partitions.drop();
  }

  /** A day that somebody reads, or of which a hold is being written, has its turn in the next run. */
  private async removeUnlessInUse(day: string, keptDays: number): Promise<void> {
    try {
      await this.remove(day, keptDays);
    } catch (error) {
      if (databaseFault(error)?.sqlState !== LOCK_NOT_AVAILABLE) throw error;
    }
  }

  private async remove(day: string, keptDays: number): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const removal = await this.repository.remove(tx, day, this.clock.now());
      if (!removal) return;
      await this.audit.record(tx, {
        action: 'telemetry.removeFrames',
        subject: { kind: 'telemetryDay', id: day },
        details: { removed: removal.removed, held: removal.held, keptDays },
      });
    });
  }
}
