import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../../../identity/index.js';
import type { Tx } from '../../../../platform/index.js';
import { SqlValues } from '../../../register/pool/sql-values.js';
import { custodyInScope } from '../custody.sql.js';
import { HandOver } from './hand-over.entity.js';
import type { HandOverState } from './hand-over.rules.js';

export interface HandOverRow {
  readonly id: string;
  readonly custodyId: string;
  readonly deviceId: string;
  readonly assetCode: string;
  readonly fromUserId: string;
  readonly fromUserName: string;
  readonly fromUnitId: string;
  readonly toUserId: string;
  readonly toUserName: string;
  readonly toUnitId: string;
  readonly state: HandOverState;
  readonly condition: string | null;
  readonly batteryPercent: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly offeredAt: Date;
  readonly reason: string | null;
  readonly settledAt: Date | null;
  readonly nextCustodyId: string | null;
}

export interface HandOverFilter {
  readonly scope: AccessScope;
  readonly state?: HandOverState;
  /** Only those offered to, or by, the asker. */
  readonly mine?: boolean;
  readonly before?: string;
  readonly limit: number;
}

export interface Settlement {
  readonly state: Exclude<HandOverState, 'offered'>;
  readonly at: Date;
  readonly reason?: string | null;
  readonly nextCustodyId?: string;
}

const SELECT = `
  SELECT h.id, h.custody_id AS "custodyId", c.device_id AS "deviceId", d.asset_code AS "assetCode",
    c.holder_id AS "fromUserId", c.holder_name AS "fromUserName", c.holder_unit_id AS "fromUnitId",
    h.to_user_id AS "toUserId", h.to_user_name AS "toUserName", h.to_unit_id AS "toUnitId", h.state, h.condition,
    h.battery_percent AS "batteryPercent", h.position[0] AS lon, h.position[1] AS lat, h.offered_at AS "offeredAt",
    h.reason, h.settled_at AS "settledAt", h.next_custody_id AS "nextCustodyId"
  FROM hand_over h
  JOIN custody c ON c.id = h.custody_id
  JOIN device d ON d.id = c.device_id
  JOIN booking b ON b.id = c.booking_id`;

/** Offers of a device from hand to hand. They change only under the lock of its device. */
@Injectable()
export class HandOverRepository {
  /** @throws a violation of `hand_over_offered_key` when it is offered to that person already */
  async insert(tx: Tx, offer: HandOver): Promise<void> {
    await tx.repository(HandOver).insert(offer);
  }

  async get(tx: Tx, id: string): Promise<HandOverRow | undefined> {
    return tx.queryOne<HandOverRow>(`${SELECT} WHERE h.id = $1`, [id]);
  }

  /** The open offer of a custody to a person; else the latest that is settled. */
  async latestTo(tx: Tx, custodyId: string, userId: string): Promise<HandOverRow | undefined> {
    return tx.queryOne<HandOverRow>(
      `${SELECT} WHERE h.custody_id = $1 AND h.to_user_id = $2 ORDER BY h.state = 'offered' DESC, h.id DESC LIMIT 1`,
      [custodyId, userId],
    );
  }

  async ofCustody(tx: Tx, custodyId: string): Promise<HandOverRow[]> {
    return tx.query<HandOverRow>(`${SELECT} WHERE h.custody_id = $1 ORDER BY h.id`, [custodyId]);
  }

  async list(tx: Tx, { scope, state, mine, before, limit }: HandOverFilter): Promise<HandOverRow[]> {
    const values = new SqlValues();
    const self = values.at(scope.userId);
    const own = `(h.to_user_id = ${self} OR c.holder_id = ${self})`;
    const conditions = [
      mine ? own : `(${own} OR ${custodyInScope(scope, values)})`,
      ...(state ? [`h.state = ${values.at(state)}`] : []),
      ...(before ? [`h.id < ${values.at(before)}`] : []),
    ];
    return tx.query<HandOverRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY h.id DESC LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  async settle(tx: Tx, id: string, { state, at, reason = null, nextCustodyId }: Settlement): Promise<void> {
    await tx.execute(
      `UPDATE hand_over SET state = $2, settled_at = $3, reason = $4, next_custody_id = $5
       WHERE id = $1 AND state = 'offered'`,
      [id, state, at, reason, nextCustodyId ?? null],
    );
  }

  /** The device has gone elsewhere: what is still open has nothing to offer any more. */
  async lapse(tx: Tx, custodyId: string, at: Date): Promise<void> {
    await tx.execute(
      `UPDATE hand_over SET state = 'lapsed', settled_at = $2 WHERE custody_id = $1 AND state = 'offered'`,
      [custodyId, at],
    );
  }
}
