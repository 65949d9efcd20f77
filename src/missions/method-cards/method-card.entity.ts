import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CardReads, CardStep, ControlRule, PhotoSubject, Principle } from './method-card.rules.js';

@Entity('method_card')
export class MethodCard {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  nameZh!: string;

  @Column('text')
  nameEn!: string;

  @Column('text', { nullable: true })
  kitCode!: string | null;

  @Column('text', { nullable: true })
  deviceKindCode!: string | null;

  /** As displays and people spell them. */
  @Column('text', { array: true })
  items!: readonly string[];

  @Column('text', { nullable: true })
  methodCode!: string | null;

  @Column('text')
  principle!: Principle;

  @Column('text')
  reads!: CardReads;

  /** Of the detection limit and the range. */
  @Column('text', { nullable: true })
  unit!: string | null;

  @Column('double precision', { nullable: true })
  detectionLimit!: number | null;

  @Column('double precision', { nullable: true })
  rangeLow!: number | null;

  @Column('double precision', { nullable: true })
  rangeHigh!: number | null;

  @Column('double precision', { nullable: true })
  mostDeviationPercent!: number | null;

  @Column('integer', { nullable: true })
  readFromSeconds!: number | null;

  @Column('integer', { nullable: true })
  readToSeconds!: number | null;

  @Column('jsonb')
  steps!: readonly CardStep[];

  @Column('jsonb')
  controls!: readonly ControlRule[];

  @Column('text', { array: true })
  photos!: readonly PhotoSubject[];

  /** What the method is known to call positive wrongly. */
  @Column('text', { array: true })
  interferences!: readonly string[];

  @Column('text')
  source!: string;

  @Column('uuid', { nullable: true })
  recordedBy!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;

  @Column('timestamptz', { nullable: true })
  supersededAt!: Date | null;
}
