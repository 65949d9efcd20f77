import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('case_evidence_detachment')
export class CaseEvidenceDetachment {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  caseId!: string;

  @Column('uuid')
  itemId!: string;

  /** The number it had; no later entry gets it by itself. */
  @Column('integer')
  position!: number;

  @Column('text', { nullable: true })
  purpose!: string | null;

  @Column('timestamptz')
  attachedAt!: Date;

  @Column('uuid', { nullable: true })
  attachedBy!: string | null;

  @Column('text')
  reason!: string;

  @Column('timestamptz')
  detachedAt!: Date;

  @Column('uuid')
  detachedBy!: string;

  /** As the person was called then. */
  @Column('text')
  detachedByName!: string;
}
