import type PgBoss from 'pg-boss';
import type { JobConnections } from './job-connections.js';

const RETRY = { retryLimit: 5, retryDelay: 2, retryBackoff: true } as const;
/** Twice as long each time: one to two hours in all, so that nothing is given up for an outage that is seen to. */
const PATIENT_RETRY = { ...RETRY, retryLimit: 11 } as const;

const GRAVE = '.given-up';

const FAILED = `
  SELECT name, count(*)::integer AS jobs FROM (
    SELECT name FROM pgboss.job WHERE state = 'failed' AND completed_on > now() - interval '7 days'
    UNION ALL
    SELECT name FROM pgboss.archive WHERE state = 'failed' AND completed_on > now() - interval '7 days') failed
  GROUP BY name ORDER BY name`;

/** Jobs keep how long their lease lasts from when they were sent; one that was sent before it changed would lapse too soon. */
const FIT_LEASES = `
  UPDATE pgboss.job SET expire_in = $2 * interval '1 second'
  WHERE name = ANY ($1) AND state < 'completed' AND expire_in <> $2 * interval '1 second'`;

/** How the queues treat their jobs. */
export class JobQueues {
  constructor(
    private readonly boss: PgBoss,
    private readonly connections: JobConnections,
    private readonly leaseSeconds: number,
  ) {}

  /** The queue where a job of `queue` is entered when the last attempt has failed. */
  graveOf(queue: string): string {
    return `${queue}${GRAVE}`;
  }

  /** Queues outlive the process: those that are there are treated anew. */
  async prepare(queues: readonly string[], patient: readonly string[]): Promise<void> {
    const known = new Map((await this.boss.getQueues()).map((queue) => [queue.name, queue]));
    const wanted: PgBoss.Queue[] = [
      ...patient.map((queue) => ({ name: this.graveOf(queue), ...PATIENT_RETRY })),
      ...queues.map((name) =>
        patient.includes(name) ? { name, ...PATIENT_RETRY, deadLetter: this.graveOf(name) } : { name, ...RETRY },
      ),
    ];
    for (const queue of wanted) {
      const leased = { ...queue, expireInSeconds: this.leaseSeconds };
      const there = known.get(queue.name);
      if (!there) await this.boss.createQueue(queue.name, leased);
      else if (differs(there, leased)) await this.boss.updateQueue(queue.name, leased);
    }
    await this.connections.executeSql(FIT_LEASES, [wanted.map(({ name }) => name), this.leaseSeconds]);
  }

  /** Jobs given up within a week, by queue. */
  async failed(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.connections.executeSql(FAILED, []);
    return new Map((rows as { name: string; jobs: number }[]).map(({ name, jobs }) => [name, jobs]));
  }
}

function differs(there: PgBoss.Queue, wanted: PgBoss.Queue): boolean {
  const { retryLimit, expireInSeconds, deadLetter } = wanted;
  return (
    there.retryLimit !== retryLimit ||
    there.expireInSeconds !== expireInSeconds ||
    (there.deadLetter ?? undefined) !== deadLetter
  );
}
