import type { JobConnections } from './job-connections.js';
import { JobLease, type JobRun } from './job-lease.js';

/** A lease is renewed so often while it lasts: one or two answers of the database may be missed. */
const RENEWALS = 4;

/** `started_on` of the queue is when the lease was last renewed: the queue takes a job back that long after it. */
const RENEW = `
  UPDATE pgboss.job j SET started_on = now()
  FROM unnest($1::text[], $2::uuid[], $3::integer[]) AS held (name, id, attempt)
  WHERE j.name = held.name AND j.id = held.id AND j.state = 'active' AND j.retry_count = held.attempt
  RETURNING j.id`;

/** The leases of the jobs that this process runs. */
export class JobLeases {
  private readonly held = new Set<JobLease>();
  private readonly lastsMs: number;
  private readonly timer: NodeJS.Timeout;
  private renewing: Promise<void> | undefined;

  constructor(
    private readonly connections: JobConnections,
    seconds: number,
    private readonly onError: (error: unknown) => void,
  ) {
    this.lastsMs = seconds * 1000;
    this.timer = setInterval(() => this.look(), this.lastsMs / RENEWALS);
    this.timer.unref();
  }

  /** @param fetchedFromMs when the queue was asked for the job: the lease began no earlier */
  take(run: JobRun, fetchedFromMs: number): JobLease {
    const lease = new JobLease(run, fetchedFromMs);
    this.held.add(lease);
    return lease;
  }

  giveUp(lease: JobLease): void {
    this.held.delete(lease);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.renewing;
  }

  private look(): void {
    const now = performance.now();
    for (const lease of this.held) if (lease.hasLapsed(now, this.lastsMs)) this.drop(lease);
    if (this.renewing || this.held.size === 0) return;
    this.renewing = this.renew([...this.held], now)
      .catch(this.onError)
      .finally(() => {
        this.renewing = undefined;
      });
  }

  private async renew(leases: readonly JobLease[], askedAtMs: number): Promise<void> {
    const runs = leases.map(({ run }) => run);
    const { rows } = await this.connections.executeSql(RENEW, [
      runs.map(({ queue }) => queue),
      runs.map(({ id }) => id),
      runs.map(({ attempt }) => attempt),
    ]);
    const renewed = new Set((rows as { id: string }[]).map(({ id }) => id));
    for (const lease of leases) {
      if (renewed.has(lease.run.id)) lease.renewed(askedAtMs);
      else if (this.held.has(lease)) this.drop(lease);
    }
  }

  private drop(lease: JobLease): void {
    this.held.delete(lease);
    lease.lose();
  }
}
