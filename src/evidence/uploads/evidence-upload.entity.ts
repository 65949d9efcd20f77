import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asCount } from '../../platform/index.js';
import type { UploadInput } from '../intake/upload.schemas.js';
import type { UploadState } from './upload.codes.js';

/** A resumable upload; how much of it is there, its file tells. */
@Entity('evidence_upload')
export class EvidenceUpload {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  uploadedBy!: string;

  @Column('text')
  state!: UploadState;

  @Column('text')
  fileName!: string;

  /** What came with the file. */
  @Column('jsonb')
  metadata!: UploadInput;

  @Column('bigint', { transformer: asCount })
  sizeBytes!: number;

  @Column('uuid', { nullable: true })
  itemId!: string | null;

  /** Why the whole file was refused, as the answer said it. */
  @Column('jsonb', { nullable: true })
  refusal!: { readonly code: string; readonly details: Readonly<Record<string, unknown>> } | null;

  @Column('timestamptz')
  startedAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;
}
