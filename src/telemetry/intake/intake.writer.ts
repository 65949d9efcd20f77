import { Injectable } from '@nestjs/common';
import { LiveBoard } from '../positions/live.board.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { IntakeMetrics } from './intake.metrics.js';
import type { IntakeItem } from './intake.rows.js';
import { IntakeStore, type Stored } from './intake.store.js';
import { MicroBatches } from './micro-batches.js';

/** As many rows a commit as measured best, and a queue that bounds memory while the database is away. */
const LIMITS = { items: 1_000, waiting: 20_000, waitingBytes: 64 * 1024 * 1024 } as const;

/** Gathers what messages leave behind into batches, and shows on the live board what was committed. */
@Injectable()
export class IntakeWriter {
  private readonly batches: MicroBatches<IntakeItem>;

  constructor(
    private readonly store: IntakeStore,
    private readonly board: LiveBoard,
    private readonly metrics: IntakeMetrics,
  ) {
    this.batches = new MicroBatches(async (items) => void (await this.write(items)), LIMITS);
    this.metrics.watchQueue(() => this.batches.depth);
  }

  /** Resolves when the item is committed. @throws INTAKE_OVERLOADED, or what the database said while closing */
  keep(item: IntakeItem): Promise<void> {
    const bytes = item.origin.raw.length;
    return this.batches.hasRoom(bytes)
      ? this.batches.add(item, bytes)
      : Promise.reject(TelemetryErrors.INTAKE_OVERLOADED());
  }

  /** Writes what is waiting, as far as the database answers. */
  async close(): Promise<void> {
    this.store.close();
    await this.batches.drained();
  }

  /** Keeps a message that had been refused, apart from those that devices wait for; gives it as it was kept. */
  async keepAgain(item: IntakeItem): Promise<IntakeItem> {
    const [stored] = await this.write([item]);
    return stored?.items[0] ?? item;
  }

  private async write(items: readonly IntakeItem[]): Promise<Stored[]> {
    const batches = await this.store.store(items, (rows) => this.board.summarise(rows));
    for (const stored of batches) {
      this.board.advance(stored.latest);
      this.metrics.stored(stored);
    }
    return batches;
  }
}
