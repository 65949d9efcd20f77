import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EvidenceLinkKind } from '../evidence.codes.js';

@Entity('evidence_link')
export class EvidenceLink {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  itemId!: string;

  @Column('text')
  kind!: EvidenceLinkKind;

  /** Id of the kind's own record; for a track the device. */
  @Column('uuid')
  refId!: string;

  /** The record as it was when it was linked. */
  @Column('jsonb')
  snapshot!: Readonly<Record<string, unknown>>;

  @Column('timestamptz')
  linkedAt!: Date;

  @Column('text')
  linkedBy!: string;
}
