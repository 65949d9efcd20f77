import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, newId, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import type { RowChange } from '../row-import/row-import.schemas.js';
import type { LimitOrigin, LimitRecord } from './limit.entity.js';
import { changeBy, columnsOf } from './limit-record.rules.js';
import { LimitRepository } from './limit.repository.js';
import { type LimitDraft, limitKey } from './limit.rules.js';
import { SHIPPED_LIMITS } from './shipped.rows.js';

/** What each row does, in their order. */
export interface KeptLimit {
  readonly draft: LimitDraft;
  readonly change: RowChange;
  readonly before: LimitRecord | undefined;
}

/** Writes rows as new versions; what was there stays and is superseded. */
@Injectable()
export class LimitKeeper implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: LimitRepository,
    private readonly clock: Clock,
  ) {}

  /** The rows that come with the service, as far as nobody has imported others in their place. */
  async onApplicationBootstrap(): Promise<void> {
    const waiting = await this.unitOfWork.read((tx) => this.compare(tx, SHIPPED_LIMITS, 'shipped'));
    if (waiting.every(({ change }) => change === 'unchanged' || change === 'kept')) return;
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.limits.lock(tx);
      await this.keep(tx, SHIPPED_LIMITS, 'shipped');
    });
  }

  async compare(tx: Tx, drafts: readonly LimitDraft[], origin: LimitOrigin): Promise<KeptLimit[]> {
    const newest = await this.limits.newest(tx, drafts.map(limitKey));
    return drafts.map((draft) => {
      const before = newest.get(limitKey(draft));
      return { draft, change: changeBy(draft, before, origin), before };
    });
  }

  /** The keys of `drafts` differ from each other, and the lock is held. */
  async keep(tx: Tx, drafts: readonly LimitDraft[], origin: LimitOrigin): Promise<KeptLimit[]> {
    const kept = await this.compare(tx, drafts, origin);
    const changed = kept.filter(({ change }) => change === 'create' || change === 'replace');
    const recordedAt = this.clock.now();
    await this.limits.supersede(
      tx,
      changed.flatMap(({ before }) => before?.id ?? []),
      recordedAt,
    );
    const rows = changed.map(({ draft, before }) => ({
      ...columnsOf(draft),
      id: newId(),
      version: (before?.version ?? 0) + 1,
      origin,
      recordedBy: tx.actor.kind === 'user' ? tx.actor.id : null,
      recordedAt,
      supersededAt: null,
    }));
    if (rows.length > 0) await this.limits.insert(tx, rows);
    return kept;
  }
}
