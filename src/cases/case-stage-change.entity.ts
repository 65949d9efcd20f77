import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseStage } from './case.rules.js';

@Entity('case_stage_change')
export class CaseStageChange {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  caseId!: string;

  @Column('text')
  fromStage!: CaseStage;

  @Column('text')
  toStage!: CaseStage;

  @Column('text')
  reason!: string;

  @Column('timestamptz')
  changedAt!: Date;

  @Column('uuid')
  changedBy!: string;

  /** As the person was called then. */
  @Column('text')
  changedByName!: string;
}
