import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Deviation } from './conformance.types.js';
import { FlightAlert } from './flight-alert.entity.js';

/** An alert by what tells it apart from the others that are open on its flight. */
export type AlertName = Pick<Deviation, 'kind' | 'subjectId'>;

const OPEN = `flight_id = $1 AND kind = $2 AND subject_id IS NOT DISTINCT FROM $3 AND ended_at IS NULL`;

/** The only SQL on what went wrong on flights. */
@Injectable()
export class FlightAlertRepository {
  /** False where the same is open on the flight already. */
  async begin(tx: Tx, alert: FlightAlert): Promise<boolean> {
    const { raw } = await tx
      .repository(FlightAlert)
      .createQueryBuilder()
      .insert()
      .values(alert)
      .orIgnore()
      .returning('id')
      .execute();
    return (raw as unknown[]).length > 0;
  }

  async worsen(
    tx: Tx,
    flightId: string,
    { kind, subjectId, metres, directionDegrees }: AlertName & Pick<Deviation, 'metres' | 'directionDegrees'>,
  ): Promise<void> {
    await tx.execute(`UPDATE flight_alert SET worst_metres = $4, direction_degrees = $5 WHERE ${OPEN}`, [
      flightId,
      kind,
      subjectId,
      metres,
      directionDegrees,
    ]);
  }

  async end(tx: Tx, flightId: string, { kind, subjectId }: AlertName, at: Date): Promise<void> {
    await tx.execute(`UPDATE flight_alert SET ended_at = greatest(began_at, $4) WHERE ${OPEN}`, [
      flightId,
      kind,
      subjectId,
      at,
    ]);
  }

  /** Nothing goes wrong on a flight that is over. */
  async endAll(tx: Tx, flightId: string, at: Date): Promise<void> {
    await tx.execute(
      `UPDATE flight_alert SET ended_at = greatest(began_at, $2) WHERE flight_id = $1 AND ended_at IS NULL`,
      [flightId, at],
    );
  }

  async open(tx: Tx, flightId: string): Promise<FlightAlert[]> {
    return tx
      .repository(FlightAlert)
      .createQueryBuilder('a')
      .where('a.flightId = :flightId AND a.endedAt IS NULL', { flightId })
      .orderBy('a.id')
      .getMany();
  }

  /** Newest first. */
  async list(
    tx: Tx,
    flightId: string,
    { before, limit }: { readonly before: string | undefined; readonly limit: number },
  ): Promise<FlightAlert[]> {
    const query = tx.repository(FlightAlert).createQueryBuilder('a').where('a.flightId = :flightId', { flightId });
    if (before) query.andWhere('a.id < :before', { before });
    return query.orderBy('a.id', 'DESC').limit(limit).getMany();
  }

  /** The alert, its row held until the end of the transaction. */
  async lock(tx: Tx, flightId: string, id: string): Promise<FlightAlert | null> {
    await tx.execute(`SELECT id FROM flight_alert WHERE id = $1 AND flight_id = $2 FOR NO KEY UPDATE`, [id, flightId]);
    return tx.repository(FlightAlert).findOneBy({ id, flightId });
  }

  async acknowledge(
    tx: Tx,
    id: string,
    by: Pick<FlightAlert, 'acknowledgedBy' | 'acknowledgedAt' | 'remark'>,
  ): Promise<void> {
    await tx.repository(FlightAlert).update(id, by);
  }
}
