import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Period, period, periodLiteral } from '../../platform/index.js';
import type { AbsenceReason, LicenceRating, QualificationKind } from './qualification.codes.js';

@Entity('qualification')
export class Qualification {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('text')
  kind!: QualificationKind;

  /** The largest class of drone, or the group of instruments. */
  @Column('text')
  scope!: string;

  @Column('text', { nullable: true })
  rating!: LicenceRating | null;

  @Column('text')
  number!: string;

  @Column('text', { nullable: true })
  issuer!: string | null;

  /** In China, `YYYY-MM-DD`. */
  @Column('date')
  validFrom!: string;

  /** Last day in China, that day included; null: without end. */
  @Column('date', { nullable: true })
  validUntil!: string | null;

  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;

  @Column('text', { nullable: true })
  withdrawalReason!: string | null;

  @Column('uuid', { nullable: true })
  recordedBy!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;
}

@Entity('absence')
export class Absence {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('tstzrange', { transformer: { from: period, to: periodLiteral } })
  during!: Period;

  @Column('text')
  reason!: AbsenceReason;

  @Column('uuid')
  recordedBy!: string;

  @Column('timestamptz')
  recordedAt!: Date;
}
