import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Areal, BoundingBox } from '../../../geo/index.js';
import type { OpenPeriod } from '../zones/airspace-zone.rules.js';
import { asBox, asOpenPeriod } from '../space.columns.js';
import type { ZoneFileFormat } from '../zone-file/zone-draft.js';

/** A list of zones that an authority published for an area: what is not in it is not declared there. */
@Entity('airspace_publication')
export class AirspacePublication {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  authority!: string;

  @Column('jsonb')
  area!: Areal;

  @Column('box', { transformer: asBox })
  areaBox!: BoundingBox;

  @Column('tstzrange', { transformer: asOpenPeriod })
  during!: OpenPeriod;

  @Column('date')
  publishedOn!: string;

  @Column('text')
  source!: string;

  @Column('integer')
  edition!: number;

  /** The unit that keeps it; null for what the service itself put in. */
  @Column('uuid', { nullable: true })
  unitId!: string | null;

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}

/** One import of a publication. */
@Entity('airspace_edition')
export class AirspaceEdition {
  @PrimaryColumn('uuid')
  publicationId!: string;

  @PrimaryColumn('integer')
  number!: number;

  @Column('date')
  publishedOn!: string;

  @Column('text')
  source!: string;

  @Column('text')
  fileSha256!: string;

  @Column('text')
  format!: ZoneFileFormat;

  @Column('integer')
  added!: number;

  @Column('integer')
  changed!: number;

  @Column('integer')
  ended!: number;

  @Column('integer')
  unchanged!: number;

  @Column('uuid', { nullable: true })
  importedBy!: string | null;

  @Column('timestamptz')
  importedAt!: Date;
}
