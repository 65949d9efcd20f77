import { FilmTools } from '../films/film.tools.js';
import { SubtitleTellings } from '../films/subtitle-tellings.js';
import { RasterFootprints } from '../rasters/raster-footprints.js';
import { MediaReading } from './media-reading.entity.js';
import { MediaReader } from './media-reader.service.js';
import { MediaReadingRepository } from './media-reading.repository.js';

export const READINGS_ENTITIES = [MediaReading] as const;
export const READINGS_PROVIDERS = [
  FilmTools,
  MediaReader,
  MediaReadingRepository,
  RasterFootprints,
  SubtitleTellings,
] as const;
