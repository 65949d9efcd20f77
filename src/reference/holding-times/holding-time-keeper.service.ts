import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '../../platform/index.js';
import type { RowChange } from '../row-import/row-import.schemas.js';
import type { HoldingTime } from './holding-time.entity.js';
import { HoldingTimeRepository } from './holding-time.repository.js';
import { changeBy, type HoldingTimeDraft, holdingTimeKey } from './holding-time.rules.js';

/** What each row does, in their order. */
export interface KeptHoldingTime {
  readonly draft: HoldingTimeDraft;
  readonly change: RowChange;
  readonly before: HoldingTime | undefined;
}

/** Writes rows as new versions; what was there stays and is superseded. */
@Injectable()
export class HoldingTimeKeeper {
  constructor(
    private readonly times: HoldingTimeRepository,
    private readonly clock: Clock,
  ) {}

  async compare(tx: Tx, drafts: readonly HoldingTimeDraft[]): Promise<KeptHoldingTime[]> {
    const current = new Map((await this.times.currentOf(tx, drafts)).map((row) => [holdingTimeKey(row), row]));
    return drafts.map((draft) => {
      const before = current.get(holdingTimeKey(draft));
      return { draft, change: changeBy(draft, before), before };
    });
  }

  /** The lock was held when they were compared. */
  async write(tx: Tx, recordedBy: string, kept: readonly KeptHoldingTime[]): Promise<HoldingTime[]> {
    const recordedAt = this.clock.now();
    const superseded = kept.flatMap(({ before }) => before?.id ?? []);
    await this.times.supersede(tx, superseded, recordedAt);
    const rows = kept.map(({ draft, before }) => ({
      ...draft,
      id: newId(),
      version: (before?.version ?? 0) + 1,
      recordedBy,
      recordedAt,
      supersededAt: null,
    }));
    await this.times.insert(tx, rows);
    return rows;
  }
}
