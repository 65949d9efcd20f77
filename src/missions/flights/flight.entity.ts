import type { Polygon } from 'geojson';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BoundingBox, Position } from '../../geo/index.js';
import type { Period } from '../../platform/index.js';
import type { FlightConflict, ZoneContact } from '../airspace/deconfliction.rules.js';
import type { Circumstances, Known, TaskNature } from '../air-rules/flight-facts.js';
import { asBand, asBox, asPeriod, asPosition, type Band } from '../airspace/space.columns.js';
import type { StoredAssessment } from './flight-assessment.schemas.js';
import type { FlightOrigin, FlightState } from './flight.rules.js';

@Entity('flight')
export class Flight {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('uuid')
  deviceId!: string;

  /** Null only for a flight that nobody planned, of an aircraft in nobody's hands. */
  @Column('uuid', { nullable: true })
  pilotId!: string | null;

  /** The pilot's unit when the flight was planned; without a pilot, the unit that owns the aircraft. */
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

  /** The flights of lower priority that it overlapped when it was planned. */
  @Column('jsonb')
  displaces!: readonly FlightConflict[];

  @Column('uuid', { nullable: true })
  plannedBy!: string | null;

  @Column('text')
  nature!: TaskNature;

  @Column('jsonb')
  circumstances!: Circumstances;

  @Column('text')
  beyondSight!: Known;

  @Column('text')
  surveying!: Known;

  @Column('point', { nullable: true, transformer: asPosition })
  takeOff!: Position | null;

  @Column('text')
  origin!: FlightOrigin;

  /** The flight that this one flies again. */
  @Column('uuid', { nullable: true })
  repeatsId!: string | null;

  /** When to come back and look again, in China, `YYYY-MM-DD`. */
  @Column('date', { nullable: true })
  followUpOn!: string | null;

  /** What the rules of the air answered last; null: planned before there were any. */
  @Column('jsonb', { nullable: true })
  assessment!: StoredAssessment | null;

  /** Who of air traffic management approved. */
  @Column('text', { nullable: true })
  authority!: string | null;

  @Column('text', { nullable: true })
  approvalNumber!: string | null;

  @Column('timestamptz', { nullable: true })
  takenOffAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  landedAt!: Date | null;

  @Column('text', { nullable: true })
  report!: string | null;

  /** What endangered safety, to be reported within a day after landing (Order 761 art. 40). */
  @Column('text', { nullable: true })
  incident!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  /** When the aircraft itself first reported to be in the air; null: only people said so. */
  @Column('timestamptz', { nullable: true })
  heardAirborneAt!: Date | null;

  /** Where it was then. */
  @Column('point', { nullable: true, transformer: asPosition })
  takenOffFrom!: Position | null;
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

  /** Null: the service itself, from what the aircraft reported. */
  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('uuid', { nullable: true })
  unitId!: string | null;

  @Column('timestamptz')
  at!: Date;
}
