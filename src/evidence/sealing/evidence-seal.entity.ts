import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActorSnapshot } from '../items/item.types.js';
import type { SealRuleCode } from './seal.codes.js';
import type { RuleVerdict } from './seal.rules.js';

@Entity('evidence_seal')
export class EvidenceSeal {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  /** The case whose kind chose the rules. */
  @Column('uuid')
  caseId!: string;

  @Column('text')
  ruleSet!: string;

  @Column('jsonb')
  verdicts!: readonly RuleVerdict[];

  /** Warnings that were read and passed over. */
  @Column('text', { array: true })
  acknowledged!: SealRuleCode[];

  @Column('text', { nullable: true })
  reason!: string | null;

  /** Canonical JSON of everything the item said when it was sealed; null once the item was removed. */
  @Column('text', { nullable: true })
  record!: string | null;

  @Column('text')
  recordSha256!: string;

  @Column('timestamptz')
  sealedAt!: Date;

  @Column('uuid')
  sealedBy!: string;

  @Column('jsonb')
  sealer!: ActorSnapshot;
}
