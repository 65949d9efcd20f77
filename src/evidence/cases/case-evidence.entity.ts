import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('case_evidence')
export class CaseEvidence {
  @PrimaryColumn('uuid')
  caseId!: string;

  @PrimaryColumn('uuid')
  itemId!: string;

  /** The unit of the case. */
  @Column('uuid')
  unitId!: string;

  @Column('text', { nullable: true })
  purpose!: string | null;

  /** Number in the list of evidence, from 1. */
  @Column('integer')
  position!: number;

  @Column('timestamptz')
  attachedAt!: Date;

  /** Null where the device that uploaded it was out for the case. */
  @Column('uuid', { nullable: true })
  attachedBy!: string | null;
}
