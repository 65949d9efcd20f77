import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Areal } from '../../geo/index.js';
import type { FootprintDetails, FootprintOutcome } from './footprint.types.js';

/** One computation of the ground an item shows. */
@Entity('evidence_footprint')
export class EvidenceFootprint {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  @Column('timestamptz')
  computedAt!: Date;

  @Column('text')
  outcome!: FootprintOutcome;

  @Column('jsonb', { nullable: true })
  geometry!: Areal | null;

  /** Two opposite corners, as PostgreSQL writes a box. */
  @Column('box', { nullable: true })
  bounds!: string | null;

  @Column('jsonb')
  details!: FootprintDetails;

  /** Null while it stands. */
  @Column('timestamptz', { nullable: true })
  supersededAt!: Date | null;
}
