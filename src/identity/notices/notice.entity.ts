import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NoticeContent } from './notice-catalogue.js';

@Entity('notice')
export class Notice {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  userId!: string;

  @Column('text')
  code!: string;

  @Column('jsonb')
  params!: NoticeContent['params'];

  @Column('text')
  subjectKind!: string;

  @Column('text')
  subjectId!: string;

  /** What it is about: told twice it is one notice. */
  @Column('text')
  occasion!: string;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  readAt!: Date | null;
}
