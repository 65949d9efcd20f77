import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import type { Period, Tx } from '../../platform/index.js';
import { asPosition } from '../airspace/space.columns.js';
import { ownDecision } from '../flights/flight-drawing.js';
import { Flight, FlightDecision } from '../flights/flight.entity.js';
import { FLYING_STATES, type FlyingState } from './conformance.types.js';

/** A flight in the air, as little as is asked for every second. */
export interface FlyingRow {
  readonly id: string;
  readonly deviceId: string;
  readonly state: FlyingState;
  readonly takenOffAt: Date | null;
  readonly heardAirborneAt: Date | null;
}

/** A person says a take-off and a landing a little before or after the aircraft does. */
const SAID_ABOUT = '2 minutes';

/** Flights as far as they are in the air. */
@Injectable()
export class FlyingRepository {
  async all(tx: Tx): Promise<FlyingRow[]> {
    return tx.query<FlyingRow>(
      `SELECT id, device_id AS "deviceId", state, taken_off_at AS "takenOffAt", heard_airborne_at AS "heardAirborneAt"
       FROM flight WHERE state = ANY ($1) ORDER BY id`,
      [FLYING_STATES],
    );
  }

  async ofDevice(tx: Tx, deviceId: string): Promise<FlyingRow | undefined> {
    return tx.queryOne<FlyingRow>(
      `SELECT id, device_id AS "deviceId", state, taken_off_at AS "takenOffAt", heard_airborne_at AS "heardAirborneAt"
       FROM flight WHERE device_id = $1 AND state = ANY ($2)`,
      [deviceId, FLYING_STATES],
    );
  }

  /** The aircraft says for the first time that it is in the air. */
  async hear(tx: Tx, id: string, at: Date, position: Position | null): Promise<void> {
    await tx.execute(
      `UPDATE flight SET heard_airborne_at = $2, taken_off_from = $3 WHERE id = $1 AND heard_airborne_at IS NULL`,
      [id, at, asPosition.to(position)],
    );
  }

  async lastLanding(tx: Tx, deviceId: string): Promise<Date | null> {
    const row = await tx.queryOne<{ at: Date | null }>(`SELECT max(landed_at) AS at FROM flight WHERE device_id = $1`, [
      deviceId,
    ]);
    return row?.at ?? null;
  }

  /** Flights of the aircraft that may take off. */
  async cleared(tx: Tx, deviceId: string): Promise<Flight[]> {
    return tx.repository(Flight).find({ where: { deviceId, state: 'cleared' }, order: { id: 'ASC' } });
  }

  /** Whether a flight of the aircraft is known to have been in the air then. */
  async wasFlying(tx: Tx, deviceId: string, { from, to }: Period): Promise<boolean> {
    const row = await tx.queryOne<{ id: string }>(
      `SELECT id FROM flight WHERE device_id = $1 AND taken_off_at IS NOT NULL
         AND tstzrange(taken_off_at, greatest(taken_off_at, landed_at), '[]')
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
    return true;
  }
}
