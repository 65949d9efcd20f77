import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Period, period, periodLiteral } from '../../platform/index.js';

export const DESKS = ['command', 'technical', 'equipment'] as const;
export type Desk = (typeof DESKS)[number];

@Entity('duty_shift')
export class DutyShift {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  unitId!: string;

  @Column('uuid')
  userId!: string;

  @Column('tstzrange', { transformer: { from: period, to: periodLiteral } })
  during!: Period;

  @Column('text')
  desk!: Desk;

  @Column('text')
  telephone!: string;

  @Column('uuid', { nullable: true })
  recordedBy!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;
}
