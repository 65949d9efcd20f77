import type { LineString } from 'geojson';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Areal } from '../../geo/index.js';
import type { ActorSnapshot } from '../items/item.types.js';
import type { MeasurementKind, MeasurementMethod } from './measurement.codes.js';
import type { Uncertainty } from './measuring.rules.js';

/** Evidence that something was measured from, as it was then. */
export interface MeasuredItem {
  readonly role: 'upper' | 'lower' | 'source';
  readonly itemId: string;
  readonly sha256: string;
}

/** A figure derived from evidence; never changed. */
@Entity('measurement')
export class Measurement {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: MeasurementKind;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('uuid')
  unitId!: string;

  @Column('uuid', { nullable: true })
  caseId!: string | null;

  @Column('jsonb', { nullable: true })
  geometry!: Areal | LineString | null;

  @Column('box', { nullable: true })
  bounds!: string | null;

  @Column('jsonb')
  items!: readonly MeasuredItem[];

  @Column('jsonb')
  inputs!: Readonly<Record<string, unknown>>;

  @Column('text')
  method!: MeasurementMethod;

  @Column('jsonb')
  result!: Readonly<Record<string, number>>;

  @Column('jsonb')
  uncertainty!: Uncertainty;

  @Column('uuid')
  measuredBy!: string;

  @Column('jsonb')
  measurer!: ActorSnapshot;

  @Column('timestamptz')
  measuredAt!: Date;
}
