import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import type { Tx } from '../../../platform/index.js';
import { asPosition } from '../../airspace/space.columns.js';
import { FlightSortie } from '../flight.entity.js';

/** The only SQL on the take-offs and landings of flights, one by one. */
@Injectable()
export class FlightSortieRepository {
  /** The next sortie of a flight, whose row is held. */
  async begin(tx: Tx, flightId: string, at: Date, from: Position | null): Promise<void> {
    await tx.execute(
      `INSERT INTO flight_sortie (flight_id, ordinal, taken_off_at, taken_off_from)
       SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3 FROM flight_sortie WHERE flight_id = $1`,
      [flightId, at, asPosition.to(from)],
    );
  }

  async end(tx: Tx, flightId: string, at: Date): Promise<void> {
    await tx.execute(
      `UPDATE flight_sortie SET landed_at = greatest(taken_off_at, $2) WHERE flight_id = $1 AND landed_at IS NULL`,
      [flightId, at],
    );
  }

  /** The first one first. */
  async of(tx: Tx, flightId: string): Promise<FlightSortie[]> {
    return tx.repository(FlightSortie).find({ where: { flightId }, order: { ordinal: 'ASC' } });
  }
}
