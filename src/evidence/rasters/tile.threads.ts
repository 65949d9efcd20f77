import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PreparedRaster, RasterOnDisk } from './prepared-rasters.js';
import { ReaderThread, type ThreadLimits } from '../threads/reader.thread.js';
import type { TileMesh } from './tile.rules.js';

const workerFile = fileURLToPath(new URL('tile.worker.mjs', import.meta.url));
const PREPARING: ThreadLimits = { workerFile, timeLimitMs: 120_000, heapMegabytes: 768 };
/** A screen full of tiles is about thirty; what would wait for more than a few of them is better asked for anew. */
const DRAWING: ThreadLimits = { workerFile, timeLimitMs: 10_000, heapMegabytes: 384, mostWaiting: 60 };

/** The threads that read pictures for tiles: one looks through a whole picture, two draw tiles. */
@Injectable()
export class TileThreads implements OnApplicationShutdown {
  private readonly preparing = new ReaderThread(PREPARING);
  private readonly drawing = [new ReaderThread(DRAWING), new ReaderThread(DRAWING)] as const;

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.preparing, ...this.drawing].map((thread) => thread.close()));
  }

  /** @throws ThreadFault */
  prepare(paths: Omit<RasterOnDisk, 'prepared'>): Promise<PreparedRaster> {
    return this.preparing.ask({ task: 'prepare', ...paths });
  }

  /**
   * Red, green, blue and cover of each pixel; null where nothing of the picture is there.
   * @param unwanted aborts when nobody waits for the tile any more
   * @throws ThreadFault
   */
  draw(raster: RasterOnDisk, mesh: TileMesh, unwanted?: AbortSignal): Promise<Uint8Array | null> {
    const [one, other] = this.drawing;
    return (other.load < one.load ? other : one).ask({ task: 'tile', ...raster, mesh }, unwanted);
  }
}
