import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Place } from '../../identity/index.js';
import type { ClaimSource, DeviceFinding, EvidenceFlag, EvidenceKind, EvidenceState } from '../evidence.codes.js';
import type { ActorSnapshot, Collector, ItemMetadata } from './item.types.js';

@Entity('evidence_item')
export class EvidenceItem {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: EvidenceKind;

  @Column('text')
  state!: EvidenceState;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('text')
  fileName!: string;

  @Column('text')
  sha256!: string;

  /** The sender said the digest before we computed it. */
  @Column('boolean')
  sha256Declared!: boolean;

  @Column('uuid')
  unitId!: string;

  @Column('uuid', { nullable: true })
  deviceId!: string | null;

  @Column('text', { nullable: true })
  deviceFoundBy!: DeviceFinding | null;

  @Column('uuid', { nullable: true })
  declaredDeviceId!: string | null;

  @Column('uuid', { nullable: true })
  flightId!: string | null;

  /** Null where a device uploaded it by itself. */
  @Column('uuid', { nullable: true })
  uploadedBy!: string | null;

  @Column('uuid', { nullable: true })
  uploaderDeviceId!: string | null;

  @Column('jsonb')
  uploader!: ActorSnapshot;

  @Column('text', { nullable: true })
  idempotencyKey!: string | null;

  @Column('jsonb')
  collectors!: readonly Collector[];

  @Column('timestamptz')
  receivedAt!: Date;

  @Column('timestamptz', { nullable: true })
  capturedAt!: Date | null;

  @Column('text', { nullable: true })
  capturedSource!: ClaimSource | null;

  @Column('double precision', { nullable: true })
  lon!: number | null;

  @Column('double precision', { nullable: true })
  lat!: number | null;

  @Column('text', { nullable: true })
  positionSource!: ClaimSource | null;

  @Column('jsonb', { nullable: true })
  place!: Place | null;

  @Column('text', { nullable: true })
  adcode!: string | null;

  @Column('text', { array: true })
  flags!: EvidenceFlag[];

  @Column('jsonb')
  metadata!: ItemMetadata;
}
