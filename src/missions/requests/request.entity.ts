import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Position } from '../../geo/index.js';
import type { Period } from '../../platform/index.js';
import { asPeriod, asPosition } from '../airspace/space.columns.js';
import type { RequestKind, RequestState, RequestStep } from './request.rules.js';

@Entity('assistance_request')
export class AssistanceRequest {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  caseId!: string;

  @Column('text')
  kind!: RequestKind;

  @Column('point', { transformer: asPosition })
  place!: Position;

  @Column('text', { nullable: true })
  placeName!: string | null;

  @Column('text')
  purpose!: string;

  @Column('timestamptz')
  dueAt!: Date;

  @Column('uuid')
  askedBy!: string;

  /** The asker's unit when it was asked. */
  @Column('uuid')
  askingUnitId!: string;

  /** Null: left to the first of the own unit and those above it that takes it. */
  @Column('uuid', { nullable: true })
  addressedUnitId!: string | null;

  @Column('uuid', { nullable: true })
  takenUnitId!: string | null;

  @Column('text')
  state!: RequestState;

  @Column('text', { nullable: true })
  report!: string | null;

  /** When those concerned were told that the deadline passed. */
  @Column('timestamptz', { nullable: true })
  overdueToldAt!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

@Entity('assistance_step')
export class AssistanceStep {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  requestId!: string;

  @Column('text')
  step!: RequestStep;

  @Column('text', { nullable: true })
  fromState!: RequestState | null;

  @Column('text')
  toState!: RequestState;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('uuid')
  actorId!: string;

  /** As the person was called then. */
  @Column('text')
  actorName!: string;

  @Column('uuid')
  unitId!: string;

  @Column('timestamptz')
  at!: Date;
}

/** A booking that was made for a request. */
@Entity('assistance_assignment')
export class AssistanceAssignment {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  requestId!: string;

  @Column('uuid')
  bookingId!: string;

  /** As it was assigned; the booking itself may be moved later. */
  @Column('tstzrange', { transformer: asPeriod })
  during!: Period;

  @Column('timestamptz')
  assignedAt!: Date;

  /** When others were assigned instead. */
  @Column('timestamptz', { nullable: true })
  releasedAt!: Date | null;
}

@Entity('assistance_assignee')
export class AssistanceAssignee {
  @PrimaryColumn('uuid')
  assignmentId!: string;

  @PrimaryColumn('uuid')
  userId!: string;
}

/** What came of a request. */
@Entity('assistance_outcome')
export class AssistanceOutcome {
  @PrimaryColumn('uuid')
  requestId!: string;

  @PrimaryColumn('text')
  kind!: OutcomeKind;

  @PrimaryColumn('uuid')
  subjectId!: string;
}

export const OUTCOME_KINDS = ['flight', 'rapid_test', 'sample'] as const;
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];
