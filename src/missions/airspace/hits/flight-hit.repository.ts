import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { FlightHit } from './flight-hit.entity.js';

/** The only SQL on what hits flights. */
@Injectable()
export class FlightHitRepository {
  /** Answers whether it is new: the same zone or flight hits a flight once. */
  async add(tx: Tx, hit: FlightHit): Promise<boolean> {
    const { raw } = await tx
      .repository(FlightHit)
      .createQueryBuilder()
      .insert()
      .values(hit)
      .orIgnore()
      .returning('id')
      .execute();
    return (raw as unknown[]).length > 0;
  }

  /** The oldest first. */
  async of(tx: Tx, flightId: string): Promise<FlightHit[]> {
    return tx.repository(FlightHit).find({ where: { flightId }, order: { id: 'ASC' } });
  }

  async blocking(tx: Tx, flightId: string): Promise<FlightHit[]> {
    return tx
      .repository(FlightHit)
      .createQueryBuilder('h')
      .where(`h.flightId = :flightId AND h.settledAt IS NULL AND h.outcome = 'blocked'`, { flightId })
      .orderBy('h.id')
      .getMany();
  }

  async settle(
    tx: Tx,
    flightId: string,
    by: { settledAt: Date; settledBy: string; settlement: string },
  ): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE flight_hit SET settled_at = $2, settled_by = $3, settlement = $4
       WHERE flight_id = $1 AND settled_at IS NULL RETURNING id`,
      [flightId, by.settledAt, by.settledBy, by.settlement],
    );
    return rows.length;
  }
}
