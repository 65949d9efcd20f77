import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  BlobRepository,
  PlatformErrors,
  servedBytes,
  type ServedFile,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { ItemAccess, requireStanding } from '../items/item-access.js';
import { MediaReadingRepository } from '../readings/media-reading.repository.js';
import type { RasterPlace } from './raster.rules.js';
import { TileMaker, type WantedTile } from './tile.maker.js';
import { deepestUseful, isTile } from './tile.rules.js';
import { TILE_MEDIA_TYPES, type TileJsonView } from './tile.schemas.js';

interface OnGround {
  readonly item: EvidenceItem;
  readonly place: RasterPlace;
}

/** Georeferenced pictures as a layer of a map. */
@Injectable()
export class RasterTiles {
  constructor(
    private readonly visible: ItemAccess,
    private readonly custody: CustodyLog,
    private readonly blobs: BlobRepository,
    private readonly readings: MediaReadingRepository,
    private readonly maker: TileMaker,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param address of the tiles, without their numbers @throws NOT_FOUND, EVIDENCE_REMOVED, TILES_NONE, TILES_NOT_READY */
  async describe(actor: Actor, id: string, address: string): Promise<z.input<typeof TileJsonView>> {
    const { item, place } = await this.open(actor, id);
    const { prepared } = await this.maker.prepared(item.sha256);
    const [west, south, east, north] = place.bounds;
    const maxzoom = deepestUseful(place);
    return {
      tilejson: '3.0.0',
      name: item.title ?? item.fileName,
      scheme: 'xyz',
      tiles: [`${address}/{z}/{x}/{y}`],
      minzoom: 0,
      maxzoom,
      bounds: place.bounds,
      center: [(west + east) / 2, (south + north) / 2, Math.max(0, maxzoom - 2)],
      crs: place.crs,
      gsdMetres: place.gsdMetres,
      bands: [...prepared.bands],
      stretch: prepared.stretch?.map(([black, white]) => ({ black, white })) ?? null,
      sha256: item.sha256,
    };
  }

  /** @throws NOT_FOUND, EVIDENCE_REMOVED, TILES_NONE, TILES_NOT_READY */
  async tile(actor: Actor, id: string, wanted: WantedTile): Promise<ServedFile> {
    const { address, format } = wanted;
    if (!isTile(address)) throw PlatformErrors.NOT_FOUND();
    const { item, place } = await this.open(actor, id);
    const bytes = await this.maker.draw(item.sha256, place, wanted);
    return servedBytes(bytes, TILE_MEDIA_TYPES[format], `${address.z}-${address.x}-${address.y}.${format}`);
  }

  /** Tiles show what the original shows: looking at them is written down before one leaves. */
  private async open(actor: Actor, id: string): Promise<OnGround> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { item } = await this.visible.find(tx, actor, id);
      requireStanding(item);
      const place = await this.placeOf(tx, item);
      await this.custody.recordView(tx, id, 'tiles');
      return { item, place };
    });
  }

  private async placeOf(tx: Tx, { sha256 }: EvidenceItem): Promise<RasterPlace> {
    const reading = await this.readings.find(tx, sha256);
    if (reading?.raster?.place) return reading.raster.place;
    const blob = await this.blobs.find(tx, sha256);
    if (!reading && blob?.mediaType === 'image/tiff') throw EvidenceErrors.TILES_NOT_READY();
    throw EvidenceErrors.TILES_NONE({ reason: reading?.raster?.refusal ?? 'NOT_GEOREFERENCED' });
  }
}
