import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, newId, OriginalsService, WORK_FOLDER } from '../../platform/index.js';
import type { RasterTags } from './raster.rules.js';
import { ThreadFault } from './reader.thread.js';
import { TileThreads } from './tile.threads.js';

/** What was found out about a picture once, for all its tiles. */
export interface PreparedRaster {
  readonly tags: RasterTags;
  /** The bands shown, from 1. */
  readonly bands: readonly number[];
  /** For each band the values that are black and white; null where they are shown as they are. */
  readonly stretch: readonly (readonly [number, number])[] | null;
  /** A copy at little detail, and of which of the file’s pictures. */
  readonly overview: { readonly cell: number; readonly width: number; readonly height: number } | null;
  readonly base: number;
}

export interface RasterOnDisk {
  readonly path: string;
  readonly overviewPath: string;
  readonly prepared: PreparedRaster;
}

/** Local copies of so many pictures: a raster is not read from its beginning to its end, and the store may be elsewhere. */
const MOST_KEPT = 12;
const MOST_BYTES = 4 * 1024 ** 3;
const TRY_AGAIN_MS = 10 * 60_000;

/** Keeps local copies of the pictures that are being looked at. They are no evidence: what is lost is made again. */
@Injectable()
export class PreparedRasters {
  private readonly root: string;
  private readonly making = new Map<string, Promise<RasterOnDisk>>();
  private readonly faults = new Map<string, { readonly reason: string; readonly until: number }>();

  constructor(
    private readonly originals: OriginalsService,
    private readonly threads: TileThreads,
    private readonly clock: Clock,
    @Inject(WORK_FOLDER) workFolder: string,
  ) {
    this.root = join(workFolder, 'tiles');
  }

  /** However many ask at once, it is made once. @throws ThreadFault when it cannot be shown */
  async of(sha256: string): Promise<RasterOnDisk> {
    const known = this.making.get(sha256) ?? (await this.onDisk(sha256));
    if (known) return known;
    const fault = this.faults.get(sha256);
    if (fault && fault.until > this.clock.now().getTime()) throw new ThreadFault(fault.reason);
    const making = this.making.get(sha256) ?? this.make(sha256).finally(() => this.making.delete(sha256));
    this.making.set(sha256, making);
    return making;
  }

  async remove(sha256: string): Promise<void> {
    await rm(join(this.root, sha256), { recursive: true, force: true });
  }

  private async onDisk(sha256: string): Promise<RasterOnDisk | undefined> {
    const folder = join(this.root, sha256);
    const written = await readFile(join(folder, 'prepared.json'), 'utf8').catch(() => undefined);
    if (written === undefined) return undefined;
    const now = this.clock.now();
    await utimes(folder, now, now).catch(() => undefined);
    return found(folder, JSON.parse(written) as PreparedRaster);
  }

  private async make(sha256: string): Promise<RasterOnDisk> {
    const folder = join(this.root, `${sha256}.${newId()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const { path, overviewPath } = found(folder);
      await this.copy(sha256, path);
      const prepared = await this.threads.prepare({ path, overviewPath });
      await writeFile(join(folder, 'prepared.json'), JSON.stringify(prepared), { mode: 0o600 });
      const kept = join(this.root, sha256);
      await rename(folder, kept).catch(unlessThere);
      await this.makeRoom();
      return found(kept, prepared);
    } catch (error) {
      if (error instanceof ThreadFault) this.note(sha256, error.message);
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async copy(sha256: string, path: string): Promise<void> {
    const known = await this.originals.stat(sha256);
    if ((known?.size ?? 0) > MOST_BYTES) throw new ThreadFault(`larger than ${MOST_BYTES} bytes`);
    await pipeline(await this.originals.read(sha256), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  }

  private note(sha256: string, reason: string): void {
    const now = this.clock.now().getTime();
    for (const [known, { until }] of this.faults) if (until <= now) this.faults.delete(known);
    this.faults.set(sha256, { reason, until: now + TRY_AGAIN_MS });
  }

  /** Those that were not looked at for longest go. */
  private async makeRoom(): Promise<void> {
    const names = (await readdir(this.root)).filter((name) => !name.includes('.'));
    const seen = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.root, name)).catch(() => null))?.mtimeMs ?? 0 })),
    );
    const oldest = seen.toSorted((a, b) => b.at - a.at).slice(MOST_KEPT);
    for (const { name } of oldest) await this.remove(name);
  }
}

function found(folder: string): Omit<RasterOnDisk, 'prepared'>;
function found(folder: string, prepared: PreparedRaster): RasterOnDisk;
function found(folder: string, prepared?: PreparedRaster): Partial<RasterOnDisk> {
  const paths = { path: join(folder, 'original.tif'), overviewPath: join(folder, 'overview.rgba') };
  return prepared ? { ...paths, prepared } : paths;
}

/** Whoever made it meanwhile made the same. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}
