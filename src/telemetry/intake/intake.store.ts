import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { databaseFault, HOT_POOL, LOGGER, type Logger, newId } from '../../platform/index.js';
import { DeviceSlots } from '../devices/device.slots.js';
import { upsertLatest } from '../positions/latest.writer.js';
import { bearLostConnections, inHotTransaction } from './hot.transaction.js';
import type { IntakeItem, LatestRow, SampleRow } from './intake.rows.js';
import { PartitionKeeper } from './partition.keeper.js';
import { insertQuarantine } from '../quarantine/quarantine.writer.js';
import { VisitMemory } from '../search/visit.memory.js';
import { noteLate } from './late.writer.js';
import { insertSamples } from './sample.writer.js';

const COMMIT_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;
/** A check violation that names no constraint: no partition takes the row. */
const NO_PARTITION = '23514';

export interface Stored {
  readonly items: readonly IntakeItem[];
  readonly latest: readonly LatestRow[];
  /** Frames that were not there before. */
  readonly added: number;
}

/** Gives what is known of each device after these frames. */
export type Summarise = (rows: readonly SampleRow[]) => LatestRow[];

/** Makes batches durable, whatever it takes: it waits for the database, and a row the database refuses fails alone. */
@Injectable()
export class IntakeStore {
  private closing = false;
  private readonly visits: VisitMemory;

  constructor(
    @Inject(HOT_POOL) private readonly pool: Pool,
    private readonly partitions: PartitionKeeper,
    @Inject(LOGGER) private readonly logger: Logger,
    slots: DeviceSlots,
  ) {
    this.visits = new VisitMemory(slots);
    bearLostConnections(pool);
  }

  /** From now on nothing is tried again. */
  close(): void {
    this.closing = true;
  }

  /** Resolves when every item is committed, as frames or in quarantine. Rejects only while closing. */
  async store(items: readonly IntakeItem[], summarise: Summarise): Promise<Stored[]> {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.storeOrSplit(items, summarise);
      } catch (error) {
        if (this.closing) throw error;
        this.logger.warn({ err: error, items: items.length, retryInMs: wait }, 'intake waits for the database');
        await pause(wait);
      }
    }
  }

  private async storeOrSplit(items: readonly IntakeItem[], summarise: Summarise): Promise<Stored[]> {
    try {
      return [await this.commit(items, summarise)];
    } catch (error) {
      const fault = databaseFault(error);
      if (fault?.sqlState === NO_PARTITION && !fault.constraint && (await this.partitions.ensure()) > 0) {
        return this.storeOrSplit(items, summarise);
      }
      // Classes 22 and 23 are about the data: somewhere in the batch is a row that no retry will save.
      if (!fault || !/^2[23]/.test(fault.sqlState)) throw error;
      const [only] = items;
      if (only && items.length === 1) return [await this.commit([refused(only, fault.sqlState)], summarise)];
      const half = Math.ceil(items.length / 2);
      const first = await this.storeOrSplit(items.slice(0, half), summarise);
      return [...first, ...(await this.storeOrSplit(items.slice(half), summarise))];
    }
  }

  private async commit(items: readonly IntakeItem[], summarise: Summarise): Promise<Stored> {
    const samples = items.flatMap((item) => item.samples);
    const latest = summarise(samples);
    const visits = this.visits.fresh(samples);
    const [added] = await inHotTransaction(this.pool, COMMIT_TIMEOUT_MS, (client) => [
      insertSamples(client, samples, visits),
      upsertLatest(client, latest),
      noteLate(client, samples),
      insertQuarantine(client, items),
    ]);
    this.visits.remember(visits);
    return { items, latest, added };
  }
}

function refused({ origin, heldAs }: IntakeItem, sqlState: string): IntakeItem {
  const detail = `the store refused a value of the message (${sqlState})`;
  const refusal = { id: heldAs ?? newId(), code: 'STORE_REFUSED', detail } as const;
  return { origin, samples: [], refusal, ...(heldAs !== undefined && { heldAs }) };
}
