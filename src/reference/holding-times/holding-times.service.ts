import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { itemKey } from '../measured-item.data.js';
import { ReferenceErrors } from '../reference.errors.js';
import { ReferenceRights } from '../reference-rights.service.js';
import { type Medium, type Preservation, preservationKey } from '../sampled.codes.js';
import type { HoldingTime } from './holding-time.entity.js';
import { HoldingTimeRepository } from './holding-time.repository.js';
import {
  type HoldingTimeInput,
  type HoldingTimeQuery,
  type HoldingTimeView,
  toHoldingTimeView,
} from './holding-time.schemas.js';

type Input = z.output<typeof HoldingTimeInput>;

/** How long samples keep. None ships: no value could be confirmed in a copy, so what nobody entered is unknown. */
@Injectable()
export class HoldingTimes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly times: HoldingTimeRepository,
    private readonly rights: ReferenceRights,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: z.output<typeof HoldingTimeQuery>): Promise<Page<z.input<typeof HoldingTimeView>>> {
    const { limit, cursor, medium, item } = query;
    const after = idInCursor(cursor);
    const code = item === undefined ? undefined : itemKey(item);
    const rows = await this.unitOfWork.read((tx) =>
      this.times.list(tx, { medium, item: code, after, limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], toHoldingTimeView);
  }

  /** A new version of what holds for the item as it was preserved. @throws FORBIDDEN, HOLDING_TIME_CONFIRMER */
  async set(actor: Actor, input: Input): Promise<z.input<typeof HoldingTimeView>> {
    this.rights.require(actor, 'limit.manage');
    if ((input.confirmedBy === 'two_copies') !== (input.confirmer !== undefined))
      throw ReferenceErrors.HOLDING_TIME_CONFIRMER();
    const item = itemKey(input.item);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.times.lock(tx);
      const row = await this.replace(tx, actor, { ...input, item });
      const details = { ...input, version: row.version };
      await this.audit.record(tx, {
        action: 'holdingTime.set',
        subject: { kind: 'holding_time', id: row.id },
        details,
      });
      return toHoldingTimeView(row);
    });
  }

  /** Null: nobody entered one. */
  async hours(tx: Tx, medium: Medium, item: string, done: readonly Preservation[]): Promise<number | null> {
    const row = await this.times.current(tx, { medium, item: itemKey(item), preservation: preservationKey(done) });
    return row?.hours ?? null;
  }

  private async replace(tx: Tx, actor: Actor, input: Input): Promise<HoldingTime> {
    const { preservation: done, confirmer = null, ...same } = input;
    const preservation = preservationKey(done);
    const before = await this.times.current(tx, { ...same, preservation });
    const recordedAt = this.clock.now();
    if (before) await this.times.supersede(tx, before.id, recordedAt);
    const version = (before?.version ?? 0) + 1;
    const kept = { ...same, confirmer, preservation, version, recordedBy: actor.id, recordedAt, supersededAt: null };
    const row: HoldingTime = { id: newId(), ...kept };
    await this.times.insert(tx, row);
    return row;
  }
}
