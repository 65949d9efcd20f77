import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../jobs/index.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

/** What operators see of jobs: at `/metrics` and in the detail of `/readyz`. */
@Injectable()
export class JobSignals implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.metrics.gaugeBy('jobs_waiting', 'Jobs that wait, by queue', 'queue', () => this.jobs.depth());
    this.metrics.gaugeBy('jobs_given_up', 'Jobs given up within seven days, by queue', 'queue', () => this.jobs.lost());
    this.readiness.include(async () => ({ name: 'jobs', state: 'ok', detail: await this.detail() }));
  }

  /** Work that was given up does not stop the service from doing the rest, but it is said. */
  private async detail(): Promise<string> {
    try {
      const said = [...(await this.jobs.lost())].map(([queue, n]) => `${n} of ${queue}`).join(', ');
      return said === '' ? 'none was given up within seven days' : `given up within seven days: ${said}`;
    } catch {
      return 'the database does not answer';
    }
  }
}
