import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseStage } from './case.rules.js';

@Entity('case_file')
export class CaseFile {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  number!: string;

  @Column('text')
  title!: string;

  /** A code of the dated list in case-domain.data.ts. */
  @Column('text')
  domain!: string;

  @Column('uuid')
  unitId!: string;

  @Column('text')
  stage!: CaseStage;

  @Column('double precision', { nullable: true })
  lon!: number | null;

  @Column('double precision', { nullable: true })
  lat!: number | null;

  @Column('timestamptz')
  openedAt!: Date;

  @Column('uuid')
  openedBy!: string;

  /** The day, in China, on which the place is to be looked at again. */
  @Column('date', { nullable: true })
  followUpOn!: string | null;

  @Column('text', { nullable: true })
  followUpNote!: string | null;

  /** The follow-up day that members were reminded of. */
  @Column('date', { nullable: true })
  followUpToldOn!: string | null;
}
