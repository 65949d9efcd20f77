import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asCount } from '../../platform/index.js';
import type { FindingKind, FindingState } from './sweep.codes.js';

@Entity('integrity_finding')
export class IntegrityFinding {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  sha256!: string;

  @Column('text')
  kind!: FindingKind;

  @Column('text')
  state!: FindingState;

  /** Of the bytes that are there; null where there are none, or none to read. */
  @Column('text', { nullable: true })
  foundSha256!: string | null;

  @Column('text', { nullable: true })
  foundSm3!: string | null;

  @Column('bigint', { nullable: true, transformer: asCount })
  foundBytes!: number | null;

  /** Null where somebody had one item checked. */
  @Column('uuid', { nullable: true })
  sweepId!: string | null;

  @Column('timestamptz')
  foundAt!: Date;

  @Column('timestamptz')
  seenAt!: Date;

  @Column('timestamptz', { nullable: true })
  closedAt!: Date | null;

  @Column('uuid', { nullable: true })
  closedBy!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;
}
