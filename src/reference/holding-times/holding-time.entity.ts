import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LimitConfirmation } from '../limits/limit.rules.js';
import type { Medium } from '../sampled.codes.js';

@Entity('holding_time')
export class HoldingTime {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  medium!: Medium;

  @Column('text')
  item!: string;

  /** As `preservationKey` names it. */
  @Column('text')
  preservation!: string;

  @Column('double precision')
  hours!: number;

  @Column('integer')
  version!: number;

  @Column('text')
  source!: string;

  @Column('text')
  confirmedBy!: LimitConfirmation;

  @Column('text', { nullable: true })
  confirmer!: string | null;

  @Column('uuid')
  recordedBy!: string;

  @Column('timestamptz')
  recordedAt!: Date;

  @Column('timestamptz', { nullable: true })
  supersededAt!: Date | null;
}
