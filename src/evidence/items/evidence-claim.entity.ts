import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClaimSource, EvidenceFlag } from '../evidence.codes.js';
import type { ChoiceReason, Trust } from '../metadata/claim.types.js';

@Entity('evidence_claim')
export class EvidenceClaim {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  @Column('text')
  subject!: 'position' | 'time';

  @Column('text')
  source!: ClaimSource;

  /** `{lon, lat}` or `{written, at, zone, offsetMinutes}`. */
  @Column('jsonb')
  value!: Readonly<Record<string, unknown>>;

  @Column('text')
  trust!: Trust;

  @Column('text', { nullable: true })
  problem!: EvidenceFlag | null;

  @Column('boolean')
  chosen!: boolean;

  @Column('text', { nullable: true })
  reason!: ChoiceReason | null;

  @Column('timestamptz')
  recordedAt!: Date;
}
