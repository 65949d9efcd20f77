import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from '../actor.js';
import { Clock } from '../clock/index.js';
import { type Tx, UnitOfWork } from '../database/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { EventHandlers, type RecordedEvent } from './event-handlers.js';

const SWEEP_MS = 1_000;
const MAX_ATTEMPTS = 8;
/** Aggregates served at the same time by one process; each holds a connection while its handlers run. */
const CONCURRENCY = 4;
/** Aggregates found by one look. */
const LOOK_LIMIT = 100;
/** Facts of one aggregate before others get its place. */
const TURN_LENGTH = 50;
/** First half of the advisory locks by which processes share the aggregates; the second is the aggregate's slot. */
const LOCK_SPACE = 0x5d_0b;
const LOCK_SLOTS = 256;

/** Aggregates whose oldest waiting fact is due: behind one that waits for its next attempt, the rest waits too. */
const DUE_AGGREGATES = `
  SELECT aggregate FROM (
    SELECT DISTINCT ON (aggregate) aggregate, position, next_attempt_at FROM outbox
    WHERE delivered_at IS NULL AND parked_at IS NULL AND aggregate <> ALL ($2)
    ORDER BY aggregate, position) oldest
  WHERE next_attempt_at <= $1 ORDER BY position LIMIT ${LOOK_LIMIT}`;

const OLDEST_FACT = `
  SELECT position, id, type, aggregate, payload, actor, recorded_at, attempts, next_attempt_at FROM outbox
  WHERE delivered_at IS NULL AND parked_at IS NULL AND aggregate = $1 ORDER BY position LIMIT 1`;

interface OutboxRow {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Record<string, unknown>;
  readonly actor: RecordedEvent['actor'];
  readonly recorded_at: Date;
  readonly attempts: number;
  readonly next_attempt_at: Date;
}

/**
 * Delivers committed facts to their handlers, each fact in a transaction of its own and in the order of its aggregate;
 * a handler that throws is tried again, then its fact is parked. Processes share the work by aggregate.
 */
@Injectable()
export class OutboxDelivery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private wokenAgain = false;
  private stopped = false;
  /** Aggregates found due whose turn has not come. */
  private due: string[] = [];
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: EventHandlers,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), SWEEP_MS);
    this.timer.unref();
  }

  /** Before the database pool is closed, which happens at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.running.values());
  }

  /** Looks for facts to deliver, or asks the running look for another one after it. */
  wake(): void {
    if (this.stopped) return;
    if (this.looking) {
      this.wokenAgain = true;
      return;
    }
    this.looking = this.look()
      .catch((error: unknown) => this.logger.error({ err: error }, 'outbox look failed'))
      .finally(() => {
        this.looking = undefined;
        if (!this.wokenAgain) return;
        this.wokenAgain = false;
        this.wake();
      });
  }

  /** Facts that wait for delivery, and facts that were given up. */
  async depth(): Promise<{ readonly waiting: number; readonly parked: number }> {
    const counts = await this.unitOfWork.read((tx) =>
      tx.queryOne<{ waiting: number; parked: number }>(
        `SELECT count(*) FILTER (WHERE parked_at IS NULL)::integer AS waiting, count(parked_at)::integer AS parked
         FROM outbox WHERE delivered_at IS NULL`,
      ),
    );
    return counts ?? { waiting: 0, parked: 0 };
  }

  private async look(): Promise<void> {
    if (this.running.size >= CONCURRENCY) return;
    const rows = await this.unitOfWork.read((tx) =>
      tx.query<{ aggregate: string }>(DUE_AGGREGATES, [this.clock.now(), [...this.running.keys()]]),
    );
    this.due = rows.map(({ aggregate }) => aggregate);
    this.fill();
  }

  private fill(): void {
    while (!this.stopped && this.running.size < CONCURRENCY) {
      const aggregate = this.due.shift();
      if (aggregate === undefined) return;
      if (!this.running.has(aggregate)) this.running.set(aggregate, this.takeTurn(aggregate));
    }
  }

  /** After a turn that delivered something there may be more; after one that could not, the next sweep asks again. */
  private async takeTurn(aggregate: string): Promise<void> {
    let delivered = 0;
    try {
      while (!this.stopped && delivered < TURN_LENGTH && (await this.deliverOldest(aggregate))) delivered += 1;
    } catch (error) {
      this.logger.error({ err: error, aggregate }, 'outbox delivery failed');
    } finally {
      this.running.delete(aggregate);
      this.fill();
      if (delivered > 0) this.wake();
    }
  }

  /** False when nothing of the aggregate is due, another process has its slot, or a handler failed. */
  private async deliverOldest(aggregate: string): Promise<boolean> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const lock = await tx.queryOne<{ held: boolean }>(
        `SELECT pg_try_advisory_xact_lock($1, abs(hashtext($2) % ${LOCK_SLOTS})) AS held`,
        [LOCK_SPACE, aggregate],
      );
      if (!lock?.held) return false;
      // A statement of its own: it must see what the slot's last holder committed.
      const row = await tx.queryOne<OutboxRow>(OLDEST_FACT, [aggregate]);
      return row !== undefined && row.next_attempt_at <= this.clock.now() && this.deliver(tx, row);
    });
  }

  private async deliver(tx: Tx, row: OutboxRow): Promise<boolean> {
    const { position, id, type, aggregate, payload, actor, recorded_at: recordedAt, attempts } = row;
    try {
      await this.handlers.deliver({ id, type, aggregate, payload, actor, recordedAt });
    } catch (error) {
      await this.postpone(tx, position, attempts + 1, error);
      this.logger.error({ err: error, event: type, eventId: id, attempt: attempts + 1 }, 'event handler failed');
      return false;
    }
    await tx.execute(`UPDATE outbox SET delivered_at = $2 WHERE position = $1`, [position, this.clock.now()]);
    return true;
  }

  private async postpone(tx: Tx, position: string, attempts: number, error: unknown): Promise<void> {
    const now = this.clock.now();
    await tx.execute(
      `UPDATE outbox SET attempts = $2, last_error = $3, next_attempt_at = $4, parked_at = $5 WHERE position = $1`,
      [
        position,
        attempts,
        error instanceof Error ? error.message : String(error),
        new Date(now.getTime() + 1_000 * 2 ** attempts),
        attempts >= MAX_ATTEMPTS ? now : null,
      ],
    );
  }
}
