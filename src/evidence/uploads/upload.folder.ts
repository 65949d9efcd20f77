import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { FileStore } from '@tus/file-store';
import {
  AppError,
  digestFile,
  readHead,
  type ReceivedFile,
  UploadReceiver,
  WORK_FOLDER,
} from '../../platform/index.js';

/** The store of the protocol, which also looks at the free space while a file grows. */
class RoomyStore extends FileStore {
  constructor(
    directory: string,
    private readonly receiver: UploadReceiver,
  ) {
    super({ directory });
    // A length that comes later could not be held against the limit, and nothing expires but by our own clock.
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  override async write(arriving: Readable, id: string, offset: number): Promise<number> {
    const roomy = Readable.from(this.receiver.aboveFloor(arriving as AsyncIterable<Buffer>), { objectMode: false });
    try {
      return await super.write(roomy, id, offset);
    } catch (error) {
      throw roomy.errored instanceof AppError ? roomy.errored : error;
    }
  }
}

/** Files of resumable uploads on this machine's disk. */
@Injectable()
export class UploadFolder implements OnModuleInit {
  readonly store: FileStore;
  private readonly root: string;

  constructor(
    @Inject(WORK_FOLDER) workFolder: string,
    private readonly receiver: UploadReceiver,
  ) {
    this.root = join(workFolder, 'resumable');
    this.store = new RoomyStore(this.root, receiver);
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
  }

  /** Undefined when there is no file. */
  async sizeOf(id: string): Promise<number | undefined> {
    return (await stat(this.pathOf(id)).catch(() => undefined))?.size;
  }

  /**
   * Makes the file durable, reads it again from the disk through both digests, and gives it a second name that may be
   * taken away: until the record is there, the first one stays, so that a killed service can begin this again.
   */
  async seize(id: string, fileName: string): Promise<ReceivedFile> {
    const source = this.pathOf(id);
    await sync(source);
    const digests = await digestFile(source);
    const path = this.receiver.scratchPath();
    await link(source, path);
    return { path, fileName, digests, head: await readHead(source) };
  }

  /** Takes the second name away, unless somebody has moved the file. */
  async release({ path }: ReceivedFile): Promise<void> {
    await this.receiver.discard(path);
  }

  async discard(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }

  /** Of every upload that has left anything here. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.root);
    return [...new Set(names.map((name) => name.replace(/\.json$/, '')))];
  }

  private pathOf(id: string): string {
    return join(this.root, id);
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
