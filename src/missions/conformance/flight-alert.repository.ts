import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { alertClauses, type AlertFilter, alertValues } from './alert-filter.js';
import type { OpenAlert } from './conformance.rules.js';
import type { Deviation } from './conformance.types.js';
import { FlightAlert } from './flight-alert.entity.js';

/** An alert by what tells it apart from the others that are open on its flight. */
export type AlertName = Pick<Deviation, 'kind' | 'subjectId'>;

type WorseAlert = AlertName & Pick<OpenAlert, 'metres' | 'directionDegrees' | 'crossings'>;

const OPEN = `flight_id = $1 AND kind = $2 AND subject_id IS NOT DISTINCT FROM $3 AND ended_at IS NULL`;

/** An alert with the aircraft that it is about. */
export interface ListedAlert extends Omit<FlightAlert, 'position' | 'directionDegrees' | 'recordedAt'> {
  readonly deviceId: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

const LISTED = `
  SELECT a.id, a.flight_id AS "flightId", a.kind, a.subject_id AS "subjectId", a.about, a.began_at AS "beganAt",
    a.ended_at AS "endedAt", a.worst_metres AS "worstMetres", a.crossings, a.position[0] AS lon, a.position[1] AS lat,
    a.acknowledged_by AS "acknowledgedBy", a.acknowledged_at AS "acknowledgedAt", a.remark, f.device_id AS "deviceId"
  FROM flight_alert a JOIN flight f ON f.id = a.flight_id`;

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
    { kind, subjectId, metres, directionDegrees, crossings }: WorseAlert,
  ): Promise<void> {
    await tx.execute(
      `UPDATE flight_alert SET worst_metres = $4, direction_degrees = $5, crossings = greatest(crossings, $6) WHERE ${OPEN}`,
      [flightId, kind, subjectId, metres, directionDegrees, crossings],
    );
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

  /** Of flights of these units and cases, newest first. */
  async listAll(
    tx: Tx,
    { unitIds, caseIds }: { readonly unitIds: readonly string[]; readonly caseIds: readonly string[] },
    filter: AlertFilter,
  ): Promise<ListedAlert[]> {
    return tx.query<ListedAlert>(
      `${LISTED} WHERE (f.unit_id = ANY ($1) OR f.case_id = ANY ($2)) ${alertClauses({ alarm: 'a', owner: 'f' })}`,
      [unitIds, caseIds, ...alertValues(filter)],
    );
  }

  async findListed(tx: Tx, id: string): Promise<ListedAlert | undefined> {
    return tx.queryOne<ListedAlert>(`${LISTED} WHERE a.id = $1`, [id]);
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
