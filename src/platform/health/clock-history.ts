import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { type Tx, UnitOfWork } from '../database/index.js';
import { OnEveryMinute } from '../jobs/index.js';
import { SYSTEM } from '../actor.js';
import { clockOffset } from './clock-offset.js';

/** What is known of our clock over a period. */
export interface ClockRecord {
  /** Comparisons that got an answer. */
  readonly compared: number;
  /** Those that got none, or had nobody to ask. */
  readonly unanswered: number;
  readonly greatestOffsetMs: number | null;
  readonly latestAt: Date | null;
}

/** Compares our clock with the configured server once an hour and keeps what came of it, also that nothing did. */
@Injectable()
export class ClockHistory {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute('platform.clock-history')
  async note(): Promise<void> {
    const hour = new Date(Math.floor(this.clock.now().getTime() / 3_600_000) * 3_600_000);
    const known = await this.unitOfWork.read((tx) =>
      tx.queryOne('SELECT 1 FROM clock_comparison WHERE hour = $1', [hour]),
    );
    if (known) return;
    const server = this.config.SKYDOCKET_NTP_SERVER ?? null;
    const offsetMs = server === null ? null : await clockOffset(server).catch(() => null);
    await this.unitOfWork.run(SYSTEM, (tx) =>
      tx.execute(
        `INSERT INTO clock_comparison (hour, compared_at, server, offset_ms) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [hour, this.clock.now(), server, offsetMs],
      ),
    );
  }

  async since(tx: Tx, from: Date): Promise<ClockRecord> {
    const [row] = await tx.query<ClockRecord>(
      `SELECT count(offset_ms)::int AS compared, count(*) FILTER (WHERE offset_ms IS NULL)::int AS unanswered,
         max(abs(offset_ms)) AS "greatestOffsetMs", max(compared_at) AS "latestAt"
       FROM clock_comparison WHERE hour >= $1`,
      [from],
    );
    return row ?? { compared: 0, unanswered: 0, greatestOffsetMs: null, latestAt: null };
  }
}
