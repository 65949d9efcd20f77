import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Comparison } from './pair.rules.js';

@Entity('evidence_pair')
export class EvidencePair {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  caseId!: string;

  @Column('uuid')
  beforeItemId!: string;

  @Column('uuid')
  afterItemId!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  /** As it was claimed then. */
  @Column('jsonb')
  comparison!: Comparison;

  @Column('timestamptz')
  pairedAt!: Date;

  @Column('uuid')
  pairedBy!: string;

  /** As the person was called then. */
  @Column('text')
  pairedByName!: string;
}
