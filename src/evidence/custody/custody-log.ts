import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '../../platform/index.js';
import type { CustodyEventKind } from '../evidence.codes.js';
import { CustodyEvent } from './custody-event.entity.js';

/** A view counts once per actor, item and quarter of an hour (decisions, 5). */
const VIEW_WINDOW_MS = 15 * 60_000;

/** Which events: `limit` of them, from after the sequence `after`, to `upTo` with it. */
export interface CustodyFilter {
  readonly after?: string | undefined;
  readonly upTo?: string | undefined;
  readonly limit: number;
  /** Half-open. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly events?: readonly CustodyEventKind[] | undefined;
  readonly actorId?: string | undefined;
}

/** Everything that happened to an item, append-only: the database refuses changes. */
@Injectable()
export class CustodyLog {
  constructor(private readonly clock: Clock) {}

  async record(
    tx: Tx,
    itemId: string,
    event: Exclude<CustodyEventKind, 'viewed'>,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.insert(tx, itemId, event, details, null);
  }

  /** The same of many items, in one statement. */
  async recordAll(
    tx: Tx,
    itemIds: readonly string[],
    event: Exclude<CustodyEventKind, 'viewed'>,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { kind, id, name, snapshot } = tx.actor;
    await tx.execute(
      `INSERT INTO evidence_custody_event (id, item_id, event, at, actor_kind, actor_id, actor, details)
       SELECT new.id, new.item_id, $3, $4, $5, $6, $7, $8 FROM unnest($1::uuid[], $2::uuid[]) AS new (id, item_id)`,
      [itemIds.map(() => newId()), itemIds, event, this.clock.now(), kind, id, { ...snapshot, name }, details],
    );
  }

  /** Item page, preview, original, or the item by the API; lists and thumbnails are no views. */
  async recordView(tx: Tx, itemId: string, of: string): Promise<void> {
    const viewFrom = new Date(Math.floor(this.clock.now().getTime() / VIEW_WINDOW_MS) * VIEW_WINDOW_MS);
    await this.insert(tx, itemId, 'viewed', { of }, viewFrom);
  }

  /** Oldest first. */
  async list(tx: Tx, itemId: string, filter: CustodyFilter): Promise<CustodyEvent[]> {
    return narrowed(tx, filter).andWhere('e.itemId = :itemId', { itemId }).getMany();
  }

  /** `'0'` where nothing has happened yet. */
  async lastSequence(tx: Tx, itemId: string): Promise<string> {
    const row = await tx.queryOne<{ last: string | null }>(
      `SELECT max(sequence)::text AS last FROM evidence_custody_event WHERE item_id = $1`,
      [itemId],
    );
    return row?.last ?? '0';
  }

  /** What happened last to each of the items, views apart. */
  async latest(tx: Tx, itemIds: readonly string[]): Promise<Pick<CustodyEvent, 'itemId' | 'event' | 'at'>[]> {
    return tx.query(
      `SELECT DISTINCT ON (item_id) item_id AS "itemId", event, at FROM evidence_custody_event
       WHERE item_id = ANY ($1::uuid[]) AND event <> 'viewed' ORDER BY item_id, sequence DESC`,
      [itemIds],
    );
  }

  /** Of all items on the list of the case, oldest first. */
  async listOfCase(tx: Tx, caseId: string, filter: CustodyFilter): Promise<CustodyEvent[]> {
    return narrowed(tx, filter)
      .andWhere('e.itemId IN (SELECT c.item_id FROM case_evidence c WHERE c.case_id = :caseId)', { caseId })
      .getMany();
  }

  private async insert(
    tx: Tx,
    itemId: string,
    event: CustodyEventKind,
    details: Readonly<Record<string, unknown>>,
    viewFrom: Date | null,
  ): Promise<void> {
    const { kind, id, name, snapshot } = tx.actor;
    await tx.execute(
      `INSERT INTO evidence_custody_event (id, item_id, event, at, actor_kind, actor_id, actor, details, view_from)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (item_id, actor_id, view_from) WHERE view_from IS NOT NULL DO NOTHING`,
      [newId(), itemId, event, this.clock.now(), kind, id, { ...snapshot, name }, details, viewFrom],
    );
  }
}

function narrowed(tx: Tx, { after = '0', upTo, limit, from, to, events, actorId }: CustodyFilter) {
  const query = tx
    .repository(CustodyEvent)
    .createQueryBuilder('e')
    .where('e.sequence > :after', { after })
    .orderBy('e.sequence', 'ASC')
    .limit(limit);
  if (upTo !== undefined) query.andWhere('e.sequence <= :upTo', { upTo });
  if (from) query.andWhere('e.at >= :from', { from });
  if (to) query.andWhere('e.at < :to', { to });
  if (events) query.andWhere('e.event = ANY(:events)', { events });
  if (actorId !== undefined) query.andWhere('e.actorId = :actorId', { actorId });
  return query;
}
