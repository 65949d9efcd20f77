import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  chinaDateOf,
  Clock,
  idInCursor,
  keysetPage,
  type Page,
  type ServedFile,
  servedSheet,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { itemKey } from '../measured-item.data.js';
import { ReferenceErrors } from '../reference.errors.js';
import { ReferenceRights } from '../reference-rights.service.js';
import { type Medium, type Preservation, preservationKey } from '../sampled.codes.js';
import type { HoldingTime } from './holding-time.entity.js';
import { HoldingTimeKeeper } from './holding-time-keeper.service.js';
import type { AppliedHoldingTime } from './holding-time.rules.js';
import { HoldingTimeRepository } from './holding-time.repository.js';
import { holdingTimeSheet } from './holding-time.sheet.js';
import {
  type HoldingTimeFileQuery,
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
    private readonly keeper: HoldingTimeKeeper,
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

  /** What counts now, as a file that `import` takes. */
  async file({ f }: z.output<typeof HoldingTimeFileQuery>): Promise<ServedFile> {
    const rows = await this.unitOfWork.read((tx) => this.times.all(tx));
    return servedSheet(f, holdingTimeSheet(rows), `holding-times-${chinaDateOf(this.clock.now())}.${f}`);
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
  async known(tx: Tx, medium: Medium, item: string, done: readonly Preservation[]): Promise<AppliedHoldingTime | null> {
    const row = await this.times.current(tx, { medium, item: itemKey(item), preservation: preservationKey(done) });
    if (!row) return null;
    const { id, version, hours, source, confirmedBy } = row;
    return { id, version, hours, source, confirmedBy };
  }

  private async replace(tx: Tx, actor: Actor, input: Input): Promise<HoldingTime> {
    const { preservation: done, confirmer = null, ...same } = input;
    const kept = await this.keeper.compare(tx, [{ ...same, confirmer, preservation: preservationKey(done) }]);
    const [row] = await this.keeper.write(tx, actor.id, kept);
    if (!row) throw new Error('each row is written');
    return row;
  }
}
