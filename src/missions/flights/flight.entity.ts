import type { Polygon } from 'geojson';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BoundingBox, Position } from '../../geo/index.js';
import type { Period } from '../../platform/index.js';
import type { FlightConflict, ZoneContact } from '../airspace/deconfliction/deconfliction.rules.js';
import type { Circumstances, Known, TaskNature } from '../air-rules/flight-facts.js';
import { asBand, asBox, asPeriod, asPosition, type Band } from '../airspace/space.columns.js';
import type { StoredAssessment } from './assessment/flight-assessment.schemas.js';
import type { FlightOrigin, FlightState, TakeOffFlag } from './flight.rules.js';
import type { IncidentStage } from './flying/incident.rules.js';

@Entity('flight')
export class Flight {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  /** Null only for a draft, or one that was given up. */
  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  /** Null only for a draft, or one that was given up, and for an unplanned flight of an aircraft in nobody's hands. */
  @Column('uuid', { nullable: true })
  pilotId!: string | null;

  /** The pilot's unit; of a draft without one that of its author, of an unplanned flight that which owns the aircraft. */
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

  /** The first take-off; each one is a sortie. */
  @Column('timestamptz', { nullable: true })
  takenOffAt!: Date | null;

  /** The last landing; null while the aircraft is in the air. */
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

  /** Rises with every change and every step. */
  @Column('integer')
  version!: number;

  /** Until when a plan that was checked and not applied for holds its airspace. */
  @Column('timestamptz', { nullable: true })
  heldUntil!: Date | null;

  /** What was wrong with taking off. */
  @Column('jsonb')
  takeOffFlags!: readonly TakeOffFlag[];

  /** How far people were reminded that the incident is to be reported. */
  @Column('smallint')
  incidentStage!: IncidentStage;

  @Column('timestamptz', { nullable: true })
  incidentReportedAt!: Date | null;

  @Column('text', { nullable: true })
  incidentReportedTo!: string | null;

  @Column('text', { nullable: true })
  incidentReference!: string | null;

  @Column('uuid', { nullable: true })
  incidentReportedBy!: string | null;
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

/** One take-off of a flight with its landing: the battery is changed between two. */
@Entity('flight_sortie')
export class FlightSortie {
  @PrimaryColumn('uuid')
  flightId!: string;

  @PrimaryColumn('smallint')
  ordinal!: number;

  @Column('timestamptz')
  takenOffAt!: Date;

  /** Null while it is in the air. */
  @Column('timestamptz', { nullable: true })
  landedAt!: Date | null;

  @Column('point', { nullable: true, transformer: asPosition })
  takenOffFrom!: Position | null;
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
