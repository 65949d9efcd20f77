import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FilmReading } from '../films/film.rules.js';
import type { RasterReading } from '../rasters/raster.rules.js';

/** What films and rasters say of themselves, once a blob. */
@Entity('media_reading')
export class MediaReading {
  @PrimaryColumn('text')
  sha256!: string;

  @Column('jsonb', { nullable: true })
  film!: FilmReading | null;

  @Column('jsonb', { nullable: true })
  raster!: RasterReading | null;

  @Column('timestamptz')
  readAt!: Date;
}
