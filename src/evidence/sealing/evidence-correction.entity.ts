import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActorSnapshot } from '../items/item.types.js';

@Entity('evidence_correction')
export class EvidenceCorrection {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  /** What of the item it is about. */
  @Column('text', { nullable: true })
  field!: string | null;

  @Column('text')
  text!: string;

  /** The item that shows it better. */
  @Column('uuid', { nullable: true })
  byItemId!: string | null;

  @Column('timestamptz')
  correctedAt!: Date;

  @Column('uuid')
  correctedBy!: string;

  @Column('jsonb')
  corrector!: ActorSnapshot;
}
