import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import type { Period, Tx } from '../../platform/index.js';
import { asPosition } from '../airspace/space.columns.js';
import { ownDecision } from '../flights/planning/flight-drawing.js';
import { Flight, FlightDecision, FlightSortie } from '../flights/flight.entity.js';
import type { FlightState } from '../flights/flight.rules.js';
import { type AlertKind, FLYING_STATES, type FlyingState } from './conformance.types.js';
import type { DueFlight } from './unwatched-flights.service.js';

/** A flight in the air, as little as is asked for every second. */
export interface FlyingRow {
  readonly id: string;
  readonly deviceId: string;
  readonly state: FlyingState;
  /** On the sortie that it is on. */
  readonly takenOffAt: Date | null;
  readonly heardAirborneAt: Date | null;
  /** What goes wrong on it now; each kind once, in the order of their names. */
  readonly alerts: readonly AlertKind[];
}

/** A flight in the air as those see it who watch over many. */
export interface FlyingFlight extends FlyingRow {
  readonly unitId: string;
  readonly pilotId: string | null;
}

/** The sortie that a flight is on. */
export interface OpenSortie {
  readonly ordinal: number;
  readonly takenOffAt: Date;
}

interface Nearness {
  readonly states: readonly FlightState[];
  readonly at: Date;
  readonly minutes: number;
}

/** A person says a take-off and a landing a little before or after the aircraft does. */
const SAID_ABOUT = '2 minutes';

const FLYING = `
  SELECT f.id, f.device_id AS "deviceId", f.state, coalesce(s.taken_off_at, f.taken_off_at) AS "takenOffAt",
    f.heard_airborne_at AS "heardAirborneAt",
    ARRAY(SELECT DISTINCT a.kind FROM flight_alert a WHERE a.flight_id = f.id AND a.ended_at IS NULL ORDER BY a.kind) AS alerts
  FROM flight f LEFT JOIN flight_sortie s ON s.flight_id = f.id AND s.landed_at IS NULL
  WHERE f.state = ANY ($1)`;

const FLYING_OF_UNITS = FLYING.replace('SELECT f.id,', 'SELECT f.id, f.unit_id AS "unitId", f.pilot_id AS "pilotId",');

/** Cleared and near its time, or said to be in the air; and what was told of flights that are neither by now. */
const DUE = `
  SELECT f.id, f.device_id AS "deviceId", lower(f.during) AS "from", upper(f.during) AS "to",
    f.state <> 'cleared' AS "isSaidFlying", a.about AS told,
    f.heard_airborne_at IS NULL AND (f.state = ANY ($2)
      OR f.state = 'cleared' AND f.during && tstzrange($1::timestamptz - $3::interval, $1::timestamptz + $3::interval)) AS "isDue"
  FROM flight f LEFT JOIN flight_alert a ON a.flight_id = f.id AND a.kind = 'unwatched' AND a.ended_at IS NULL
  WHERE f.device_id IS NOT NULL AND (f.state = ANY ($2) AND f.heard_airborne_at IS NULL
    OR f.state = 'cleared' AND f.during && tstzrange($1::timestamptz - $3::interval, $1::timestamptz + $3::interval)
    OR a.id IS NOT NULL AND f.heard_airborne_at IS NULL)
  ORDER BY f.id`;

/** Flights as far as they are in the air. */
@Injectable()
export class FlyingRepository {
  async all(tx: Tx): Promise<FlyingRow[]> {
    return tx.query<FlyingRow>(`${FLYING} ORDER BY f.id`, [FLYING_STATES]);
  }

  /** Those of some units, the longest in the air first. */
  async ofUnits(tx: Tx, unitIds: readonly string[], limit: number): Promise<FlyingFlight[]> {
    return tx.query<FlyingFlight>(`${FLYING_OF_UNITS} AND f.unit_id = ANY ($2) ORDER BY "takenOffAt", f.id LIMIT $3`, [
      FLYING_STATES,
      unitIds,
      limit,
    ]);
  }

  /** Flights that may be flown by now without their aircraft having said so. */
  async due(tx: Tx, now: Date, minutes: number): Promise<DueFlight[]> {
    const rows = await tx.query<Omit<DueFlight, 'during'> & Period>(DUE, [now, FLYING_STATES, `${minutes} minutes`]);
    return rows.map(({ from, to, ...same }) => ({ ...same, during: { from, to } }));
  }

  async ofDevice(tx: Tx, deviceId: string): Promise<FlyingRow | undefined> {
    return tx.queryOne<FlyingRow>(`${FLYING} AND f.device_id = $2`, [FLYING_STATES, deviceId]);
  }

  /** On the sortie that the flight is on; null where it is on the ground. */
  async takenOffAt(tx: Tx, flightId: string): Promise<Date | null> {
    const row = await tx.queryOne<{ at: Date }>(
      `SELECT taken_off_at AS at FROM flight_sortie WHERE flight_id = $1 AND landed_at IS NULL`,
      [flightId],
    );
    return row?.at ?? null;
  }

  /** With the flight's row held until the end of the transaction; undefined where it is on the ground. */
  async holdSortie(tx: Tx, flightId: string): Promise<OpenSortie | undefined> {
    await tx.query(`SELECT 1 FROM flight WHERE id = $1 FOR UPDATE`, [flightId]);
    return tx.queryOne<OpenSortie>(
      `SELECT ordinal, taken_off_at AS "takenOffAt" FROM flight_sortie WHERE flight_id = $1 AND landed_at IS NULL`,
      [flightId],
    );
  }

  /** The aircraft says for the first time that it is in the air. */
  async hear(tx: Tx, id: string, at: Date, position: Position | null): Promise<void> {
    await tx.execute(
      `UPDATE flight SET heard_airborne_at = $2, taken_off_from = $3 WHERE id = $1 AND heard_airborne_at IS NULL`,
      [id, at, asPosition.to(position)],
    );
  }

  async lastLandings(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    if (deviceIds.length === 0) return new Map();
    const rows = await tx.query<{ deviceId: string; at: Date }>(
      `SELECT device_id AS "deviceId", max(landed_at) AS at FROM flight
       WHERE device_id = ANY ($1) AND landed_at IS NOT NULL GROUP BY device_id`,
      [deviceIds],
    );
    return new Map(rows.map(({ deviceId, at }) => [deviceId, at]));
  }

  /** Flights of the aircraft in these states whose period is not farther away than this. */
  async near(tx: Tx, deviceId: string, { states, at, minutes }: Nearness): Promise<Flight[]> {
    return tx
      .repository(Flight)
      .createQueryBuilder('f')
      .where('f.deviceId = :deviceId AND f.state IN (:...states)', { deviceId, states })
      .andWhere(
        `f.during && tstzrange(:at::timestamptz - :margin::interval, :at::timestamptz + :margin::interval, '[]')`,
      )
      .setParameters({ at, margin: `${minutes} minutes` })
      .orderBy('f.id')
      .getMany();
  }

  /** Whether a flight of the aircraft is known to have been in the air then. */
  async wasFlying(tx: Tx, deviceId: string, { from, to }: Period): Promise<boolean> {
    const row = await tx.queryOne<{ id: string }>(
      `SELECT f.id FROM flight f JOIN flight_sortie s ON s.flight_id = f.id WHERE f.device_id = $1
         AND tstzrange(s.taken_off_at, coalesce(s.landed_at, s.taken_off_at), '[]')
           && tstzrange($2::timestamptz - interval '${SAID_ABOUT}', $3::timestamptz + interval '${SAID_ABOUT}', '[]')
       LIMIT 1`,
      [deviceId, from, to],
    );
    return row !== undefined;
  }

  /** False where the aircraft is in the air on another flight, or was at that time. */
  async insertUnplanned(tx: Tx, flight: Flight, reason: string): Promise<boolean> {
    const { raw } = await tx
      .repository(Flight)
      .createQueryBuilder()
      .insert()
      .values(flight)
      .orIgnore()
      .returning('id')
      .execute();
    if ((raw as unknown[]).length === 0) return false;
    const steps = [ownDecision(flight, { fromState: 'draft', toState: 'airborne', reason, at: flight.createdAt })];
    if (flight.state === 'landed')
      steps.push(ownDecision(flight, { fromState: 'airborne', toState: 'landed', reason, at: flight.createdAt }));
    await tx.repository(FlightDecision).insert(steps);
    const { id: flightId, takenOffAt, landedAt, takenOffFrom, createdAt } = flight;
    const flown = { takenOffAt: takenOffAt ?? createdAt, landedAt, takenOffFrom };
    await tx.repository(FlightSortie).insert({ flightId, ordinal: 1, ...flown });
    return true;
  }
}
