import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FlightConflict, ZoneContact } from '../deconfliction/deconfliction.rules.js';
import type { HitOutcome } from './flight-hit.rules.js';

@Entity('flight_hit')
export class FlightHit {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  flightId!: string;

  /** The version of the zone that came; null where a flight did. */
  @Column('uuid', { nullable: true })
  zoneId!: string | null;

  /** The flight that goes first; null where a zone came. */
  @Column('uuid', { nullable: true })
  byFlightId!: string | null;

  @Column('text')
  outcome!: HitOutcome;

  @Column('jsonb')
  contact!: ZoneContact | FlightConflict;

  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;

  @Column('uuid', { nullable: true })
  settledBy!: string | null;

  /** Why the flight may go on. */
  @Column('text', { nullable: true })
  settlement!: string | null;
}
