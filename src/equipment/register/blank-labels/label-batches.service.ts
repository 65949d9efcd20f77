import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import {
  type Actor,
  AuditTrail,
  Clock,
  decodeCursor,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { PoolRights } from '../../pool-rights.service.js';
import { BlankLabelRepository, type LabelBatchRow } from './blank-label.repository.js';
import {
  type BlankLabelQuery,
  type BlankLabelView,
  type LabelBatchCreate,
  type LabelBatchView,
  toBatchView,
  toBlankLabelView,
} from './blank-label.schemas.js';
import { newLabelCode } from './label-code.rules.js';

type View = z.input<typeof LabelBatchView>;
interface PageWish {
  readonly limit: number;
  readonly cursor?: string;
}

/** Labels are printed before anything wears them; a scan claims one later, see `BarcodesService`. */
@Injectable()
export class LabelBatches {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly labels: BlankLabelRepository,
    private readonly rights: PoolRights,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws FORBIDDEN, UNIT_UNKNOWN */
  async create(actor: Actor, { count, note, unitId }: z.output<typeof LabelBatchCreate>): Promise<View> {
    const owner = unitId ?? asUser(actor).unitId;
    this.rights.requireUnit(actor, 'device.manage', owner);
    return this.unitOfWork.run(actor, async (tx) => {
      const by = { printedBy: actor.id, printedByName: actor.name, printedAt: this.clock.now() };
      const batch = { id: newId(), unitId: owner, count, note: note ?? null, ...by };
      await this.labels.insertBatch(tx, batch);
      await this.fill(tx, batch.id, count);
      const subject = { kind: 'label_batch', id: batch.id };
      await this.audit.record(tx, { action: 'equipment.printBlankLabels', subject, details: { unitId: owner, count } });
      return this.view({ ...batch, claimed: 0 });
    });
  }

  async list(actor: Actor, { limit, cursor }: PageWish): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const { unitIds } = this.rights.scope(actor, 'device.manage');
    const rows = await this.unitOfWork.read((tx) => this.labels.batches(tx, unitIds, before, limit + 1));
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => this.view(row),
    );
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async labelsOf(
    actor: Actor,
    id: string,
    { limit, cursor, claimed }: z.output<typeof BlankLabelQuery>,
  ): Promise<Page<z.input<typeof BlankLabelView>>> {
    const after = cursor === undefined ? undefined : Number(decodeCursor(cursor, 1)[0]);
    if (after !== undefined && !Number.isSafeInteger(after)) throw PlatformErrors.CURSOR_INVALID();
    const rows = await this.unitOfWork.read(async (tx) => {
      await this.required(tx, actor, id);
      return this.labels.labels(tx, id, { claimed, after, limit: limit + 1 });
    });
    return keysetPage(rows, limit, ({ ordinal }) => [ordinal], toBlankLabelView);
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async required(tx: Tx, actor: Actor, id: string): Promise<LabelBatchRow> {
    const batch = await this.labels.batch(tx, id);
    if (!batch) throw PlatformErrors.NOT_FOUND();
    this.rights.requireParties(actor, 'device.manage', id, [batch.unitId]);
    return batch;
  }

  /** Codes are drawn by lot: nobody tells the next from the last, and one that was drawn before is drawn again. */
  private async fill(tx: Tx, batchId: string, count: number): Promise<void> {
    let empty = Array.from({ length: count }, (_, at) => at + 1);
    while (empty.length > 0) {
      const drawn = empty.map((ordinal) => ({ ordinal, code: newLabelCode(randomInt) }));
      const filled = new Set(await this.labels.insertNew(tx, batchId, drawn));
      empty = empty.filter((ordinal) => !filled.has(ordinal));
    }
  }

  private view(row: LabelBatchRow): View {
    return toBatchView(row, this.rights.nameOf(row.unitId));
  }
}
