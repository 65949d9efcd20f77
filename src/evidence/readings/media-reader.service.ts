import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { BlobRepository, Clock, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { FilmTools } from '../films/film.tools.js';
import { MetadataReader } from '../metadata/metadata.reader.js';
import { RasterFootprints } from '../rasters/raster-footprints.js';
import { rasterIn, type RasterReading, type RasterTags } from '../rasters/raster.rules.js';
import { MediaReadingRepository } from './media-reading.repository.js';

const RASTER_WORKER = fileURLToPath(new URL('../rasters/raster.worker.mjs', import.meta.url));

/** Looks into films and rasters beside the making of their renditions, and notes what they say. */
@Injectable()
export class MediaReader implements OnApplicationShutdown {
  private readonly rasters = new MetadataReader<RasterTags>({ workerFile: RASTER_WORKER });

  constructor(
    private readonly blobs: BlobRepository,
    private readonly readings: MediaReadingRepository,
    private readonly films: FilmTools,
    private readonly grounds: RasterFootprints,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.rasters.close();
  }

  /** Runs `work` with the file that shows what the blob at `path` looks like: itself, or a frame of the film beside `scratch`. */
  async withPicture<T>(
    sha256: string,
    { path, scratch }: { readonly path: string; readonly scratch: string },
    work: (picture: string) => Promise<T>,
  ): Promise<T> {
    const blob = await this.unitOfWork.read((tx) => this.blobs.find(tx, sha256));
    const mediaType = blob?.mediaType ?? '';
    if (mediaType === 'image/tiff') {
      await this.note(sha256, { film: null, raster: await this.rasterAt(path) });
      return work(path);
    }
    if (!this.films.reads(mediaType)) return work(path);
    const frame = `${scratch}.png`;
    try {
      const film = (await this.films.probe(path, mediaType)) ?? null;
      if (film) await this.note(sha256, { film, raster: null });
      return await work((await this.films.poster(path, mediaType, frame)) ? frame : path);
    } finally {
      await rm(frame, { force: true });
    }
  }

  private async rasterAt(path: string): Promise<RasterReading | null> {
    const outcome = await this.rasters.read(path);
    return outcome.outcome === 'read' ? rasterIn(outcome.tags) : null;
  }

  private async note(
    sha256: string,
    said: { readonly film: MediaReadingParts['film']; readonly raster: MediaReadingParts['raster'] },
  ): Promise<void> {
    const readAt = this.clock.now();
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.readings.note(tx, { sha256, ...said, readAt });
      if (said.raster) await this.grounds.ofBlob(tx, sha256, said.raster);
    });
  }
}

type MediaReadingParts = Parameters<MediaReadingRepository['note']>[1];
