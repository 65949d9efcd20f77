import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Position } from '../../geo/index.js';
import { asPosition } from '../airspace/space.columns.js';
import type { AlertKind } from './conformance.types.js';

/** Something that went wrong on a flight. */
@Entity('flight_alert')
export class FlightAlert {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  flightId!: string;

  @Column('text')
  kind!: AlertKind;

  /** The zone or the other flight. */
  @Column('uuid', { nullable: true })
  subjectId!: string | null;

  @Column('text', { nullable: true })
  about!: string | null;

  @Column('timestamptz')
  beganAt!: Date;

  /** Null while it goes on. */
  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** Of `near_flight` the least distance. */
  @Column('double precision', { nullable: true })
  worstMetres!: number | null;

  /** How often the edge was crossed while it went on. */
  @Column('integer')
  crossings!: number;

  @Column('double precision', { nullable: true })
  directionDegrees!: number | null;

  /** Where the aircraft was when it began. */
  @Column('point', { nullable: true, transformer: asPosition })
  position!: Position | null;

  @Column('uuid', { nullable: true })
  acknowledgedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  acknowledgedAt!: Date | null;

  @Column('text', { nullable: true })
  remark!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;
}
