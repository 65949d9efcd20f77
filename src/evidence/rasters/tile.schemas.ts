import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { DEEPEST_ZOOM } from './tile.rules.js';

export const TILE_FORMATS = ['png', 'webp', 'jpg'] as const;
export type TileFormat = (typeof TILE_FORMATS)[number];

export const TILE_MEDIA_TYPES: Readonly<Record<TileFormat, string>> = {
  png: 'image/png',
  webp: 'image/webp',
  jpg: 'image/jpeg',
};

const Along = z.coerce.number().int().min(0);
const Column = Along.max(2 ** DEEPEST_ZOOM - 1);

export const TilePath = z.strictObject({ id: Id, z: Along.max(DEEPEST_ZOOM), x: Column, y: Column });

export const TileQuery = z.strictObject({
  f: z.enum(TILE_FORMATS).default('png').describe('png keeps every value; jpg is white beyond the picture'),
});

export const TileJsonView = z
  .object({
    tilejson: z.literal('3.0.0'),
    name: z.string(),
    scheme: z.literal('xyz'),
    tiles: z.array(z.string()),
    minzoom: z.int(),
    maxzoom: z.int().describe('Deeper than this no tile shows more'),
    bounds: z.array(z.number()).length(4),
    center: z.array(z.number()).length(3),
    crs: z.string().describe('Of the file; the tiles are in web Mercator (EPSG:3857)'),
    gsdMetres: z.number(),
    bands: z.array(z.int()).describe('Bands of the file that are shown as red, green and blue, from 1'),
    stretch: z
      .array(z.object({ black: z.number(), white: z.number() }))
      .nullable()
      .describe('Values shown as black and white for each band; null: as they are. The original is untouched'),
    sha256: z.string().describe('Of the original that is shown'),
  })
  .meta({ id: 'EvidenceTiles', description: 'TileJSON 3.0' });
