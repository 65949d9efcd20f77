import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger, pictureOf } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { PreparedRasters, type RasterOnDisk } from './prepared-rasters.js';
import { gridOf, type RasterPlace } from './raster.rules.js';
import { ThreadFault } from '../threads/thread.fault.js';
import type { TileFormat } from './tile.schemas.js';
import { meets, meshOf, TILE_EDGE, type TileAddress } from './tile.rules.js';
import { TileThreads } from './tile.threads.js';

/** How long a request waits for a picture that nobody looked at lately. */
const PATIENCE_MS = 5_000;
const JPEG_QUALITY = 85;
const WEBP_QUALITY = 88;

export interface WantedTile {
  readonly address: TileAddress;
  readonly format: TileFormat;
  /** Aborts when nobody waits for it any more. */
  readonly unwanted?: AbortSignal | undefined;
}

/** Draws tiles of pictures that lie on the ground. */
@Injectable()
export class TileMaker {
  constructor(
    private readonly rasters: PreparedRasters,
    private readonly threads: TileThreads,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Goes on preparing behind the answer. @throws TILES_NONE, TILES_NOT_READY */
  async prepared(sha256: string): Promise<RasterOnDisk> {
    const making = this.rasters.of(sha256);
    const late = new AbortController();
    try {
      const ready = await Promise.race([making, pause(PATIENCE_MS, undefined, { signal: late.signal, ref: false })]);
      if (ready) return ready;
    } catch (error) {
      throw this.refusalOf(sha256, error);
    } finally {
      late.abort();
    }
    making.catch((error: unknown) => this.logger.warn({ err: error, sha256 }, 'a picture for tiles'));
    throw EvidenceErrors.TILES_NOT_READY();
  }

  /** Beyond the picture a tile is empty. @throws TILES_NONE, TILES_NOT_READY */
  async draw(sha256: string, place: RasterPlace, { address, format, unwanted }: WantedTile): Promise<Buffer> {
    const pixels = await this.pixels(sha256, place, { address, unwanted });
    return encoded(pixels ?? new Uint8Array(TILE_EDGE * TILE_EDGE * 4), format);
  }

  private async pixels(
    sha256: string,
    place: RasterPlace,
    { address, unwanted }: Omit<WantedTile, 'format'>,
  ): Promise<Uint8Array | null> {
    if (!meets(address, place.bounds)) return null;
    const raster = await this.prepared(sha256);
    const grid = gridOf(raster.prepared.tags);
    if (typeof grid === 'string') throw EvidenceErrors.TILES_NONE({ reason: grid });
    try {
      return await this.threads.draw(raster, meshOf(address, grid, place), unwanted);
    } catch (error) {
      throw this.refusalOf(sha256, error);
    }
  }

  /** What the system says of its files is for the log alone. */
  private refusalOf(sha256: string, error: unknown): unknown {
    if (!(error instanceof ThreadFault)) return error;
    const { code, isPassing, words } = error;
    if (code !== 'BUSY' && code !== 'BROKEN_OFF') this.logger.warn({ err: error, sha256 }, 'no tiles of a picture');
    return isPassing ? EvidenceErrors.TILES_NOT_READY({}, error) : EvidenceErrors.TILES_NONE({ reason: words }, error);
  }
}

async function encoded(data: Uint8Array, format: TileFormat): Promise<Buffer> {
  const picture = await pictureOf({ data: Buffer.from(data), width: TILE_EDGE, height: TILE_EDGE, channels: 4 });
  if (format === 'webp') return picture.webp({ quality: WEBP_QUALITY, effort: 2 }).toBuffer();
  if (format === 'jpg') return picture.flatten({ background: '#ffffff' }).jpeg({ quality: JPEG_QUALITY }).toBuffer();
  return picture.png({ compressionLevel: 6 }).toBuffer();
}
