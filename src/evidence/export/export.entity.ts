import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ExportState } from '../evidence.codes.js';
import type { ActorSnapshot } from '../items/item.types.js';

@Entity('evidence_export')
export class EvidenceExport {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  caseId!: string;

  /** Of the case. */
  @Column('uuid')
  unitId!: string;

  @Column('uuid')
  requestedBy!: string;

  @Column('jsonb')
  requester!: ActorSnapshot;

  @Column('timestamptz')
  requestedAt!: Date;

  /** For whom and what for. */
  @Column('text')
  purpose!: string;

  /** In the order of the exhibits. */
  @Column('uuid', { array: true })
  itemIds!: string[];

  @Column('text')
  state!: ExportState;

  @Column('text', { nullable: true })
  failure!: string | null;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;

  @Column('text', { nullable: true })
  sha256!: string | null;

  @Column('text', { nullable: true })
  sealSha256!: string | null;

  @Column('bigint', { nullable: true })
  sizeBytes!: string | null;

  /** The file is removed then, or as soon as it is discarded; the export can be made again. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;
}
