import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RapidTestVerdict } from '../run.codes.js';
import type { ConfirmationState, Finding } from './confirmation.rules.js';

@Entity('rapid_test_override')
export class RunOverride {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  rapidTestId!: string;

  @Column('text')
  opinion!: RapidTestVerdict;

  @Column('text')
  reason!: string;

  @Column('uuid')
  givenBy!: string;

  @Column('text')
  givenByName!: string;

  @Column('timestamptz')
  givenAt!: Date;
}

@Entity('rapid_test_confirmation')
export class Confirmation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  rapidTestId!: string;

  /** What the laboratory is given. */
  @Column('uuid', { nullable: true })
  portionId!: string | null;

  @Column('text')
  laboratory!: string;

  @Column('text')
  accreditation!: string;

  @Column('text')
  methodCode!: string;

  @Column('date', { nullable: true })
  dueOn!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text')
  state!: ConfirmationState;

  @Column('uuid')
  requestedBy!: string;

  @Column('text')
  requestedByName!: string;

  @Column('timestamptz')
  requestedAt!: Date;

  @Column('text', { nullable: true })
  reportNumber!: string | null;

  @Column('date', { nullable: true })
  reportedOn!: string | null;

  @Column('double precision', { nullable: true })
  value!: number | null;

  @Column('text', { nullable: true })
  unit!: string | null;

  @Column('text', { nullable: true })
  finding!: Finding | null;

  @Column('uuid', { nullable: true })
  reportFileId!: string | null;

  @Column('uuid', { nullable: true })
  endedBy!: string | null;

  @Column('text', { nullable: true })
  endedByName!: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  @Column('text', { nullable: true })
  endingReason!: string | null;
}
