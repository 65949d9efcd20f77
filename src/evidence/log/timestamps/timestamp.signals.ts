import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics, Readiness, UnitOfWork } from '../../../platform/index.js';
import { TimeAuthority } from './time.authority.js';
import { TimestampRepository } from './timestamp.repository.js';

/** What operators see of the time stamps: at `/metrics` and in the detail of `/readyz`. */
@Injectable()
export class TimestampSignals implements OnModuleInit {
  constructor(
    private readonly authority: TimeAuthority,
    private readonly timestamps: TimestampRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.metrics.gaugeBy(
      'log_timestamp_refusals',
      'Answers for time stamps that were not kept, by fault',
      'fault',
      () => this.unitOfWork.read((tx) => this.timestamps.refusalsByFault(tx)),
    );
    this.metrics.gaugeBy('log_timestamp', 'The newest time stamp of the log', 'of', async () => {
      const newest = await this.unitOfWork.read((tx) => this.timestamps.newest(tx));
      return new Map(
        newest
          ? [
              ['size', newest.size],
              ['stamped_seconds', newest.stampedAt.getTime() / 1000],
            ]
          : [],
      );
    });
    this.readiness.include(async () => ({ name: 'time stamps', ...(await this.standing()) }));
  }

  /** Without stamps the service serves as before, and says so. */
  private async standing(): Promise<{ readonly state: 'ok' | 'unknown'; readonly detail: string }> {
    if (!this.authority.isConfigured)
      return { state: 'unknown', detail: 'no authority configured; no independent time' };
    try {
      return await this.unitOfWork.read(async (tx) => {
        const newest = await this.timestamps.newest(tx);
        const open = await this.timestamps.openFault(tx);
        const last = newest ? `${newest.size} entries stamped at ${newest.stampedAt.toISOString()}` : 'none yet';
        if (!open) return { state: 'ok', detail: last } as const;
        return { state: 'unknown', detail: `${last}; last answer ${open.fault} at ${open.at.toISOString()}` } as const;
      });
    } catch {
      return { state: 'unknown', detail: 'the database does not answer' };
    }
  }
}
