import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Areal, BoundingBox } from '../../../geo/index.js';
import type { OpenPeriod, ZoneRule } from './airspace-zone.rules.js';
import type { Applicable } from '../deconfliction/applicability.rules.js';
import { asBand, asBox, asOpenPeriod, type Band } from '../space.columns.js';
import type { VerticalLimits, ZoneNote } from './vertical-limit.rules.js';
import type { ZoneAuthorityContact } from '../zone-file/zone-draft.js';

/** One version of a zone. It never changes; it ends when another version, or none, comes after it. */
@Entity('airspace_zone')
export class AirspaceZone {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  rule!: ZoneRule;

  @Column('jsonb')
  geometry!: Areal;

  @Column('box', { transformer: asBox })
  bbox!: BoundingBox;

  @Column('numrange', { transformer: asBand })
  band!: Band;

  @Column('tstzrange', { transformer: asOpenPeriod })
  during!: OpenPeriod;

  /** Who declared it, and whom to ask. */
  @Column('text')
  authority!: string;

  /** Where it was published. */
  @Column('text')
  source!: string;

  @Column('integer')
  version!: number;

  /** Null for what the service itself put in. */
  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('uuid', { nullable: true })
  publicationId!: string | null;

  /** Names the zone within its publication. */
  @Column('text', { nullable: true })
  code!: string | null;

  /** The first version of the same zone. */
  @Column('uuid')
  originId!: string;

  /** The limits as given; null where they came in metres above ground. */
  @Column('jsonb', { nullable: true })
  vertical!: VerticalLimits | null;

  @Column('jsonb')
  applicability!: readonly Applicable[];

  @Column('jsonb', { nullable: true })
  contact!: ZoneAuthorityContact | null;

  @Column('text', { array: true })
  notes!: readonly ZoneNote[];

  @Column('text', { nullable: true })
  digest!: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}
