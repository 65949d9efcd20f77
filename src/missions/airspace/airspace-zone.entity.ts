import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Areal, BoundingBox } from '../../geo/index.js';
import type { OpenPeriod, ZoneRule } from './airspace-zone.rules.js';
import { asBand, asBox, asOpenPeriod, type Band } from './space.columns.js';

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
}
