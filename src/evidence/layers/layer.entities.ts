import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LayerFormat } from './layer.codes.js';

/** One version of a thematic layer. */
@Entity('evidence_layer')
export class EvidenceLayer {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('text')
  version!: string;

  @Column('text')
  nameZh!: string;

  @Column('text')
  nameEn!: string;

  @Column('text')
  source!: string;

  @Column('date')
  sourceDate!: string;

  @Column('double precision')
  nearMetres!: number;

  @Column('text')
  format!: LayerFormat;

  @Column('text')
  crs!: string;

  @Column('text')
  textEncoding!: string;

  @Column('text')
  sha256!: string;

  @Column('integer')
  featureCount!: number;

  @Column('uuid')
  unitId!: string;

  @Column('uuid')
  importedBy!: string;

  @Column('timestamptz')
  inForceFrom!: Date;

  @Column('timestamptz', { nullable: true })
  supersededAt!: Date | null;
}
