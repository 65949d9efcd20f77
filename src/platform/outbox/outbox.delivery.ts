import { Inject, Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { SYSTEM } from '../actor.js';
import { Clock } from '../clock/index.js';
import { type Tx, UnitOfWork } from '../database/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { EventHandlers, type RecordedEvent } from './event-handlers.js';

const SWEEP_MS = 1_000;
const BATCH = 100;
const MAX_ATTEMPTS = 8;
/** One drain at a time in the whole installation keeps the order of facts. */
const DRAIN_LOCK = 0x5d_0b;

/** Facts whose turn it is: behind one that waits for its next attempt, the rest of its aggregate waits too. */
const DELIVERABLE = `
  SELECT position, id, type, aggregate, payload, actor, recorded_at, attempts FROM outbox fact
  WHERE delivered_at IS NULL AND parked_at IS NULL AND next_attempt_at <= $1
    AND NOT EXISTS (
      SELECT FROM outbox earlier
      WHERE earlier.delivered_at IS NULL AND earlier.parked_at IS NULL AND earlier.next_attempt_at > $1
        AND earlier.aggregate = fact.aggregate AND earlier.position < fact.position)
  ORDER BY position LIMIT $2`;

interface OutboxRow {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Record<string, unknown>;
  readonly actor: RecordedEvent['actor'];
  readonly recorded_at: Date;
  readonly attempts: number;
}

/** Delivers committed facts to their handlers; a handler that throws is tried again, then parked. */
@Injectable()
export class OutboxDelivery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private draining: Promise<void> | undefined;
  private wokenAgain = false;
  private stopped = false;

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

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.draining;
  }

  /** Starts a drain, or asks the running one for another round. */
  wake(): void {
    if (this.stopped) return;
    if (this.draining) {
      this.wokenAgain = true;
      return;
    }
    this.draining = this.drain()
      .catch((error: unknown) => this.logger.error({ err: error }, 'outbox drain failed'))
      .finally(() => {
        this.draining = undefined;
        if (this.wokenAgain) {
          this.wokenAgain = false;
          this.wake();
        }
      });
  }

  private async drain(): Promise<void> {
    while (!this.stopped && (await this.deliverBatch()) === BATCH);
  }

  private async deliverBatch(): Promise<number> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const lock = await tx.queryOne<{ held: boolean }>(`SELECT pg_try_advisory_xact_lock($1) AS held`, [DRAIN_LOCK]);
      if (!lock?.held) return 0;
      const rows = await tx.query<OutboxRow>(DELIVERABLE, [this.clock.now(), BATCH]);
      const blocked = new Set<string>();
      for (const row of rows) if (!blocked.has(row.aggregate)) await this.deliver(tx, row, blocked);
      return rows.length;
    });
  }

  private async deliver(tx: Tx, row: OutboxRow, blocked: Set<string>): Promise<void> {
    const { position, recorded_at: recordedAt, attempts, ...event } = row;
    try {
      await this.handlers.deliver({ ...event, recordedAt });
      await tx.execute(`UPDATE outbox SET delivered_at = $2 WHERE position = $1`, [position, this.clock.now()]);
    } catch (error) {
      blocked.add(row.aggregate);
      await this.postpone(tx, position, attempts + 1, error);
      this.logger.error(
        { err: error, event: row.type, eventId: row.id, attempt: attempts + 1 },
        'event handler failed',
      );
    }
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
