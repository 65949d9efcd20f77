import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { MAX_PAGE, type SyncInput } from '../events/event.schemas.js';
import { OrdersService } from '../orders/orders.service.js';
import { MapReader } from '../map/map-reader.service.js';
import { SessionDetails } from './session-details.js';
import { type RecordPage, SessionReader } from './session-reader.js';
import { SnapshotView } from './snapshot.schemas.js';

type Snapshot = z.output<typeof SnapshotView>;

/** Of the orders that have come to their end a snapshot has the newest; of those that have not, all. */
const LATEST_ORDERS = 200;

/** A page of the record; for whoever is far behind and asks for it, where the session stands instead. */
export type SyncAnswer = RecordPage | (Snapshot & RecordPage);

/** Where a session stands, as one reader may see it: drawn up when asked for, from the tables that hold it. */
@Injectable()
export class SessionSnapshots {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly details: SessionDetails,
    private readonly orders: OrdersService,
    private readonly maps: MapReader,
  ) {}

  /** All of one instant, so that nothing of a later event is in it. @throws NOT_FOUND */
  async of(actor: Actor, id: string): Promise<Snapshot> {
    return this.unitOfWork.run(actor, async (tx) => {
      await tx.execute(`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
      const session = await this.sessions.requireVisible(tx, actor, id);
      // The socket's answer is not shaped by its route as that of HTTP is.
      return SnapshotView.parse({
        snapshotSeq: session.lastSeq,
        epoch: session.epoch,
        snapshot: {
          session: await this.details.of(tx, session),
          ...(await this.orders.ofSession(tx, actor, id, LATEST_ORDERS)),
          map: await this.maps.present(tx, actor, id),
        },
      });
    });
  }

  /** What `join` and `sync` answer. @throws NOT_FOUND */
  async sync(actor: Actor, { sessionId, after, snapshot }: z.output<typeof SyncInput>): Promise<SyncAnswer> {
    const [pulse] = snapshot ? await this.sessions.pulses([sessionId]) : [];
    if (!pulse || pulse.lastSeq - after <= MAX_PAGE)
      return this.sessions.recordAfter(actor, sessionId, after, MAX_PAGE);
    const whole = await this.of(actor, sessionId);
    return { ...whole, events: [], lastSeq: whole.snapshotSeq, more: false };
  }
}
