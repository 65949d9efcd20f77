import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asCount } from '../../platform/index.js';
import type { SweepOccasion } from './sweep.codes.js';

@Entity('integrity_sweep')
export class IntegritySweep {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  occasion!: SweepOccasion;

  @Column('uuid', { nullable: true })
  askedBy!: string | null;

  @Column('timestamptz')
  beganAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  @Column('bigint', { transformer: asCount })
  checked!: number;

  @Column('bigint', { transformer: asCount })
  checkedBytes!: number;

  /** Originals that were not as they should be, known ones among them. */
  @Column('bigint', { transformer: asCount })
  wrong!: number;

  @Column('bigint', { transformer: asCount })
  untracked!: number;
}
