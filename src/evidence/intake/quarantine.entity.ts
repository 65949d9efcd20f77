import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('evidence_quarantine')
export class EvidenceQuarantine {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  reason!: 'DIGEST_MISMATCH';

  @Column('text')
  sha256!: string;

  @Column('text')
  declaredSha256!: string;

  @Column('text')
  fileName!: string;

  /** What came with the file. */
  @Column('jsonb')
  metadata!: Readonly<Record<string, unknown>>;

  @Column('uuid')
  unitId!: string;

  @Column('uuid')
  uploadedBy!: string;

  @Column('jsonb')
  uploader!: Readonly<Record<string, unknown>>;

  @Column('timestamptz')
  receivedAt!: Date;
}
