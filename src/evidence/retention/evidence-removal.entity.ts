import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActorSnapshot } from '../items/item.types.js';

export const REMOVAL_STATES = ['proposed', 'withdrawn', 'confirmed'] as const;
export type RemovalState = (typeof REMOVAL_STATES)[number];

@Entity('evidence_removal')
export class EvidenceRemoval {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  @Column('uuid')
  policyId!: string;

  /** When the longest period of its cases was over. */
  @Column('timestamptz')
  dueAt!: Date;

  @Column('text')
  state!: RemovalState;

  @Column('text')
  reason!: string;

  @Column('uuid')
  proposedBy!: string;

  /** As he or she was then. */
  @Column('jsonb')
  proposer!: ActorSnapshot;

  @Column('timestamptz')
  proposedAt!: Date;

  @Column('uuid', { nullable: true })
  decidedBy!: string | null;

  @Column('jsonb', { nullable: true })
  decider!: ActorSnapshot | null;

  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;

  @Column('text', { nullable: true })
  decisionReason!: string | null;
}
