import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActorSnapshot } from '../items/item.types.js';
import type { SiteRecordKind, SiteRecordState } from './site-record.codes.js';
import type { SiteRecordContent } from './site-record.types.js';

/** Who led an inspection, as he or she was then. */
export interface Leader {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
}

@Entity('site_record')
export class SiteRecord {
  /** Made on the phone: the same record sent twice is one. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: SiteRecordKind;

  @Column('text')
  state!: SiteRecordState;

  @Column('uuid')
  caseId!: string;

  /** The unit of the case. */
  @Column('uuid')
  unitId!: string;

  /** The signed record that this one corrects. */
  @Column('uuid', { nullable: true })
  correctsId!: string | null;

  @Column('jsonb')
  content!: SiteRecordContent;

  /** SHA-256 of the canonical JSON that is signed. */
  @Column('text')
  digest!: string;

  /** SHA-256 of every item it lists. */
  @Column('text', { array: true })
  listedDigests!: string[];

  @Column('jsonb', { nullable: true })
  leader!: Leader | null;

  @Column('text', { nullable: true })
  partyRefusal!: string | null;

  @Column('text', { nullable: true })
  noWitnessReason!: string | null;

  @Column('text', { nullable: true })
  videoSha256!: string | null;

  /** By the clock of the phone. */
  @Column('timestamptz')
  writtenAt!: Date;

  @Column('uuid')
  writtenBy!: string;

  @Column('jsonb')
  writer!: ActorSnapshot;

  @Column('timestamptz')
  receivedAt!: Date;

  @Column('timestamptz', { nullable: true })
  signedAt!: Date | null;
}
