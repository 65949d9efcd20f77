import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Areal } from '../../geo/index.js';
import { OriginalsService, PlatformErrors, UploadReceiver } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { ReaderThread } from '../threads/reader.thread.js';
import { ThreadFault } from '../threads/thread.fault.js';
import { Gate } from '../renditions/gate.js';
import type { CellSums } from './measuring.rules.js';
import { gridFault, offsetBetween, onGrid, type SurfaceFault, type SurfaceGrid } from './surface.rules.js';

const workerFile = fileURLToPath(new URL('surface.worker.mjs', import.meta.url));
/** The next one waits: each may hold copies on the disk, and holds rows in memory. */
const AT_ONCE = 1;

/** What lies below: another surface, or a level in metres. */
export type Below = { readonly sha256: string } | { readonly baseMetres: number };

export interface Integrated {
  readonly sums: CellSums;
  readonly planeArea: number;
}

/** Adds up what surfaces say inside an outline; the pixels are read in a worker. */
@Injectable()
export class SurfaceReader implements OnApplicationShutdown {
  private readonly thread = new ReaderThread({ workerFile, timeLimitMs: 120_000, heapMegabytes: 1_024 });
  private readonly gate = new Gate(AT_ONCE);

  constructor(
    private readonly originals: OriginalsService,
    private readonly receiver: UploadReceiver,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.thread.close();
  }

  /** One after the other. @throws SURFACE_UNREADABLE, SURFACE_REFUSED */
  async integrate(outline: Areal, upperSha256: string, below: Below): Promise<Integrated> {
    return this.gate.run(() =>
      this.withFile(upperSha256, async (upperPath) => {
        if ('baseMetres' in below) return this.sum(outline, upperPath, { lowerPath: null, base: below.baseMetres });
        return this.withFile(below.sha256, (lowerPath) => this.sum(outline, upperPath, { lowerPath, base: 0 }));
      }),
    );
  }

  private async sum(
    outline: Areal,
    upperPath: string,
    { lowerPath, base }: { lowerPath: string | null; base: number },
  ): Promise<Integrated> {
    const upper = await this.describe(upperPath);
    const lower = lowerPath === null ? upper : await this.describe(lowerPath);
    const lowerOffset = offsetBetween(upper, lower);
    if (!lowerOffset) throw refused('GRIDS_DIFFER');
    const placed = onGrid(outline, upper);
    if (typeof placed === 'string') throw refused(placed);
    const { rings, window, cellArea, planeArea } = placed;
    const task = { task: 'sum', upperPath, lowerPath, rings, window, lowerOffset, base };
    const sums = await this.ask<Omit<CellSums, 'cellArea'>>(task);
    return { sums: { ...sums, cellArea }, planeArea };
  }

  private async describe(path: string): Promise<SurfaceGrid> {
    const grid = await this.ask<SurfaceGrid>({ task: 'describe', path });
    const fault = gridFault(grid);
    if (fault) throw refused(fault);
    return grid;
  }

  private async ask<Answer>(task: Readonly<Record<string, unknown>>): Promise<Answer> {
    try {
      return await this.thread.ask<Answer>(task);
    } catch (error) {
      if (!(error instanceof ThreadFault)) throw error;
      if (error.isPassing) throw PlatformErrors.SERVICE_UNAVAILABLE({}, error);
      throw EvidenceErrors.SURFACE_UNREADABLE({ reason: error.words }, error);
    }
  }

  /**
   * The store may be elsewhere, and a raster is not read from its beginning to its end. The copy lies where that of a process
   * that died is removed.
   */
  private async withFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T> {
    const path = this.receiver.scratchPath();
    try {
      return await work(await this.originals.asFile(sha256, path));
    } finally {
      await this.receiver.discard(path);
    }
  }
}

function refused(reason: SurfaceFault) {
  return EvidenceErrors.SURFACE_REFUSED({ reason });
}
