import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock, newId, OriginalsService, UploadReceiver, WORK_FOLDER } from '../../platform/index.js';
import type { RasterTags } from './raster.rules.js';
import { ThreadFault } from '../threads/thread.fault.js';
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

/** So many pictures: a raster is not read from its beginning to its end, and what is in a store elsewhere is copied. */
const MOST_KEPT = 12;
const [COPY, OVERVIEW] = ['original.tif', 'overview.rgba'] as const;
const MOST_BYTES = 4 * 1024 ** 3;
const TRY_AGAIN_MS = 10 * 60_000;
/** What another process has removed goes here too, so long after. */
const LOOK_FOR_REMOVED_MS = 10 * 60_000;
/** Copying and looking through a picture take less: whoever began has died. */
const ABANDONED_MS = 3_600_000;

/** Keeps what is needed of the pictures that are being looked at. It is no evidence: what is lost is made again. */
@Injectable()
export class PreparedRasters implements OnModuleInit, OnModuleDestroy {
  private readonly root: string;
  private readonly making = new Map<string, Promise<RasterOnDisk>>();
  private readonly faults = new Map<string, { readonly fault: ThreadFault; readonly until: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly originals: OriginalsService,
    private readonly threads: TileThreads,
    private readonly receiver: UploadReceiver,
    private readonly clock: Clock,
    @Inject(WORK_FOLDER) workFolder: string,
  ) {
    this.root = join(workFolder, 'tiles');
  }

  onModuleInit(): void {
    const look = (): void => void this.forgetRemoved().catch(() => undefined);
    look();
    this.timer = setInterval(look, LOOK_FOR_REMOVED_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** However many ask at once, it is made once. @throws ThreadFault when it cannot be shown */
  async of(sha256: string): Promise<RasterOnDisk> {
    const there = this.making.get(sha256) ?? (await this.onDisk(sha256));
    if (there) return there;
    const known = this.faults.get(sha256);
    if (known && known.until > this.clock.now().getTime()) throw known.fault;
    const making = this.making.get(sha256) ?? this.make(sha256).finally(() => this.making.delete(sha256));
    this.making.set(sha256, making);
    return making;
  }

  /** What is kept of bytes that are in the store no more, and what processes left that died while they made something. */
  async forgetRemoved(): Promise<void> {
    await this.forgetAbandoned();
    for (const sha256 of await this.kept()) if (!(await this.originals.stat(sha256))) await this.remove(sha256);
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.root, name), { recursive: true, force: true });
  }

  private async forgetAbandoned(): Promise<void> {
    for (const name of await this.names()) {
      const [sha256 = '', maker] = name.split('.');
      if (maker === undefined || this.making.has(sha256)) continue;
      if ((await this.touchedAt(name)) < this.clock.now().getTime() - ABANDONED_MS) await this.remove(name);
    }
  }

  private async onDisk(sha256: string): Promise<RasterOnDisk | undefined> {
    const folder = join(this.root, sha256);
    const written = await readFile(join(folder, 'prepared.json'), 'utf8').catch(() => undefined);
    if (written === undefined) return undefined;
    const now = this.clock.now();
    await utimes(folder, now, now).catch(() => undefined);
    return this.found(sha256, folder, JSON.parse(written) as PreparedRaster);
  }

  private async make(sha256: string): Promise<RasterOnDisk> {
    const folder = join(this.root, `${sha256}.${newId()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const overviewPath = join(folder, OVERVIEW);
      const path = await this.fileOf(sha256, join(folder, COPY));
      const prepared = await this.threads.prepare({ path, overviewPath });
      await writeFile(join(folder, 'prepared.json'), JSON.stringify(prepared), { mode: 0o600 });
      const kept = join(this.root, sha256);
      await rename(folder, kept).catch(unlessThere);
      await this.makeRoom();
      return this.found(sha256, kept, prepared);
    } catch (error) {
      if (error instanceof ThreadFault && !error.isPassing) this.note(sha256, error);
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async fileOf(sha256: string, copy: string): Promise<string> {
    const sizeBytes = (await this.originals.stat(sha256))?.size ?? 0;
    if (sizeBytes > MOST_BYTES) throw new ThreadFault('REFUSED', `larger than ${MOST_BYTES} bytes`);
    if (this.originals.fileOf(sha256) === undefined) await this.receiver.keepFloor(sizeBytes);
    return this.originals.asFile(sha256, copy);
  }

  private found(sha256: string, folder: string, prepared: PreparedRaster): RasterOnDisk {
    const path = this.originals.fileOf(sha256) ?? join(folder, COPY);
    return { path, overviewPath: join(folder, OVERVIEW), prepared };
  }

  private note(sha256: string, fault: ThreadFault): void {
    const now = this.clock.now().getTime();
    for (const [known, { until }] of this.faults) if (until <= now) this.faults.delete(known);
    this.faults.set(sha256, { fault, until: now + TRY_AGAIN_MS });
  }

  /** Those that were not looked at for longest go. */
  private async makeRoom(): Promise<void> {
    const seen = await Promise.all((await this.kept()).map(async (name) => ({ name, at: await this.touchedAt(name) })));
    const oldest = seen.toSorted((a, b) => b.at - a.at).slice(MOST_KEPT);
    for (const { name } of oldest) await this.remove(name);
  }

  private async kept(): Promise<string[]> {
    return (await this.names()).filter((name) => !name.includes('.'));
  }

  private async names(): Promise<string[]> {
    return readdir(this.root).catch(() => []);
  }

  private async touchedAt(name: string): Promise<number> {
    return (await stat(join(this.root, name)).catch(() => null))?.mtimeMs ?? 0;
  }
}

/** Whoever made it meanwhile made the same. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}
