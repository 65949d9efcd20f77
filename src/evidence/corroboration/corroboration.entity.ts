import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Corroboration, Verdict } from './corroboration.types.js';

export const OCCASIONS = ['intake', 'demand', 'telemetry', 'preview', 'claim'] as const;
export type Occasion = (typeof OCCASIONS)[number];

@Entity('corroboration')
export class CorroborationRun {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  @Column('text')
  occasion!: Occasion;

  @Column('text')
  verdict!: Verdict;

  @Column('jsonb')
  result!: Corroboration;

  @Column('timestamptz')
  computedAt!: Date;
}
