import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asCount } from '../../platform/index.js';
import type { RenditionName, RenditionState } from '../evidence.codes.js';
import type { RenditionFailure } from './rendition.maker.js';

@Entity('rendition')
export class Rendition {
  @PrimaryColumn('text')
  sha256!: string;

  @PrimaryColumn('text')
  name!: RenditionName;

  @Column('text')
  state!: RenditionState;

  @Column('text', { nullable: true })
  mediaType!: string | null;

  @Column('integer', { nullable: true })
  widthPixels!: number | null;

  @Column('integer', { nullable: true })
  heightPixels!: number | null;

  @Column('bigint', { nullable: true, transformer: asCount })
  sizeBytes!: number | null;

  /** The original is damaged: only a part of it could be decoded. */
  @Column('boolean')
  partial!: boolean;

  /** Made from the thumbnail that the file carries: its own pixels could not be decoded. */
  @Column('boolean')
  embedded!: boolean;

  @Column('text', { nullable: true })
  failure!: RenditionFailure | null;

  @Column('timestamptz')
  requestedAt!: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}
