import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PointColumn } from '../../register/pool/device.entity.js';
import type { JourneyState } from './journey.rules.js';

@Entity('loan_journey')
export class LoanJourney {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  bookingId!: string;

  @Column('uuid')
  deviceId!: string;

  /** As it was when the journey was prepared. */
  @Column('uuid')
  ownerUnitId!: string;

  @Column('uuid')
  borrowerUnitId!: string;

  @Column('text')
  state!: JourneyState;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

@Entity('loan_step')
export class LoanStep {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  journeyId!: string;

  @Column('text')
  state!: JourneyState;

  /** When it happened, as the person says. */
  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz')
  recordedAt!: Date;

  /** Null for what followed by itself. */
  @Column('uuid', { nullable: true })
  actorId!: string | null;

  @Column('text')
  actorName!: string;

  @Column('text', { nullable: true })
  carrier!: string | null;

  @Column('text', { nullable: true })
  waybill!: string | null;

  @Column('point', { nullable: true })
  position!: PointColumn | null;

  @Column('text', { nullable: true })
  condition!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { nullable: true })
  signature!: string | null;
}

@Entity('loan_step_photo')
export class LoanStepPhoto {
  @PrimaryColumn('uuid')
  stepId!: string;

  @PrimaryColumn('uuid')
  fileId!: string;
}
