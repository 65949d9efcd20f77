import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChecklistItem, ChecklistMoment, ChecklistResult } from './checklist.types.js';

@Entity('checklist_template')
export class ChecklistTemplateRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  kindId!: string;

  @Column('integer')
  version!: number;

  @Column('boolean')
  mandatory!: boolean;

  @Column('jsonb')
  items!: readonly ChecklistItem[];

  @Column('uuid')
  createdBy!: string;

  @Column('text')
  createdByName!: string;

  @Column('timestamptz')
  createdAt!: Date;
}

@Entity('custody_checklist')
export class CustodyChecklist {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  custodyId!: string;

  @Column('text')
  moment!: ChecklistMoment;

  @Column('integer')
  templateVersion!: number;

  /** What was asked, as it was then. */
  @Column('jsonb')
  items!: readonly ChecklistItem[];

  @Column('jsonb')
  results!: readonly ChecklistResult[];

  @Column('uuid')
  answeredBy!: string;

  @Column('text')
  answeredByName!: string;

  @Column('timestamptz')
  answeredAt!: Date;
}
