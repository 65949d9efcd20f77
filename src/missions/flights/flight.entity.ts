import type { Polygon } from 'geojson';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BoundingBox } from '../../geo/index.js';
import type { Period } from '../../platform/index.js';
import type { ZoneContact } from '../airspace/deconfliction.rules.js';
import { asBand, asBox, asPeriod, type Band } from '../airspace/space.columns.js';
import type { FlightState } from './flight.rules.js';

@Entity('flight')
export class Flight {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('uuid')
  deviceId!: string;

  @Column('uuid')
  pilotId!: string;

  /** The pilot's unit when the flight was planned. */
  @Column('uuid')
  unitId!: string;

  @Column('text')
  purpose!: string;

  @Column('tstzrange', { transformer: asPeriod })
  during!: Period;

  @Column('text')
  state!: FlightState;

  /** The zones that set a condition without forbidding the flight, as told when it was planned. */
  @Column('jsonb')
  reminders!: readonly ZoneContact[];

  @Column('uuid')
  plannedBy!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

@Entity('flight_volume')
export class FlightVolume {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  flightId!: string;

  @Column('smallint')
  ordinal!: number;

  @Column('jsonb')
  geometry!: Polygon;

  @Column('box', { transformer: asBox })
  bbox!: BoundingBox;

  @Column('numrange', { transformer: asBand })
  band!: Band;

  /** The flight's own period, so that one index answers place, height and time. */
  @Column('tstzrange', { transformer: asPeriod })
  during!: Period;
}

@Entity('flight_decision')
export class FlightDecision {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  flightId!: string;

  @Column('text')
  fromState!: FlightState;

  @Column('text')
  toState!: FlightState;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('uuid')
  actorId!: string;

  @Column('uuid')
  unitId!: string;

  @Column('timestamptz')
  at!: Date;
}
