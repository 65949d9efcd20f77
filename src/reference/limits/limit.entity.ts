import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LimitConditions } from './limit-conditions.rules.js';
import type { LimitConfirmation, LimitKind, LimitOperator } from './limit.rules.js';

/** Where a row comes from: with the service, or from a file that somebody imported. */
export const LIMIT_ORIGINS = ['shipped', 'imported'] as const;
export type LimitOrigin = (typeof LIMIT_ORIGINS)[number];

@Entity('limit_row')
export class LimitRecord {
  @PrimaryColumn('uuid')
  id!: string;

  /** The place in the standard; rows with the same key are versions of each other. */
  @Column('text')
  key!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  standard!: string;

  @Column('text')
  edition!: string;

  @Column('text')
  clause!: string;

  @Column('text')
  item!: string;

  @Column('text')
  kind!: LimitKind;

  @Column('text', { nullable: true })
  class!: string | null;

  @Column('jsonb')
  conditions!: LimitConditions;

  @Column('text')
  operator!: LimitOperator;

  @Column('double precision', { nullable: true })
  low!: number | null;

  @Column('double precision', { nullable: true })
  high!: number | null;

  @Column('text')
  unit!: string;

  @Column('date', { nullable: true })
  validFrom!: string | null;

  @Column('date', { nullable: true })
  validTo!: string | null;

  @Column('text')
  source!: string;

  @Column('text')
  confirmedBy!: LimitConfirmation;

  @Column('text', { nullable: true })
  confirmer!: string | null;

  @Column('text')
  origin!: LimitOrigin;

  @Column('uuid', { nullable: true })
  recordedBy!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;

  @Column('timestamptz', { nullable: true })
  supersededAt!: Date | null;
}
