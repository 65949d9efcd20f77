import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { newId } from '../ids/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { Rounds } from '../rounds.js';
import { DigestTap, type Digests, WORK_FOLDER } from '../storage/index.js';
import { HEAD_BYTES } from './media-type.rules.js';
import { readMultipart } from './multipart.reader.js';
import { UploadErrors } from './upload.errors.js';

/** A file that arrived whole and lies in the work folder; whoever got it moves it or discards it. */
export interface ReceivedFile {
  readonly path: string;
  /** As the client spells it; only ever shown, never used as a path. */
  readonly fileName: string;
  readonly digests: Digests;
  /** The first bytes. */
  readonly head: Buffer;
}

export interface ReceivedUpload extends ReceivedFile {
  /** The text parts by name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What a route accepts. */
export interface UploadRules {
  /** Text parts beside the file, all of them required. */
  readonly texts?: readonly string[];
  /** Text parts that may be there too. */
  readonly optionalTexts?: readonly string[];
  /** Less than the limit of the installation. */
  readonly limitMegabytes?: number;
}

const MEGABYTE = 1024 * 1024;
/** Boundaries, headers and texts around the file. */
const ENVELOPE_BYTES = MEGABYTE;
/** How much may arrive before free space is looked at again. */
const DISK_CHECK_BYTES = 8 * MEGABYTE;
/** What waits while a piece is written goes to the disk with it in one call. */
const WRITTEN_TOGETHER_BYTES = MEGABYTE;
/** A file left by a process that died; a running upload touches its file all the time. */
const ABANDONED_MS = 3_600_000;

/** Lets a body stream to disk and through both digests in one pass. */
@Injectable()
export class UploadReceiver implements OnModuleInit, OnModuleDestroy {
  private readonly folder: string;
  private readonly limitMegabytes: number;
  private readonly floorBytes: number;
  /** Names that were there at the start: no process alive works on them, or another one does. */
  private left: readonly string[] = [];
  private readonly rounds = new Rounds({
    everyMs: ABANDONED_MS,
    work: () => this.clearLeft(),
    onFault: (error) => this.logger.error({ err: error }, 'clean-up of scratch files'),
  });

  constructor(
    @Inject(WORK_FOLDER) workFolder: string,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.folder = join(workFolder, 'uploads');
    this.limitMegabytes = config.SKYDOCKET_UPLOAD_LIMIT_MB;
    this.floorBytes = config.SKYDOCKET_FREE_DISK_FLOOR_MB * MEGABYTE;
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    this.left = await readdir(this.folder);
    await this.clearLeft();
    this.rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
  }

  /** Of what was there at the start, what nobody has touched for long. What this process makes is not among it. */
  async clearLeft(): Promise<void> {
    const young: string[] = [];
    for (const name of this.left) {
      const path = join(this.folder, name);
      const known = await stat(path).catch(() => undefined);
      if (known && known.mtimeMs < Date.now() - ABANDONED_MS) await this.discard(path);
      else if (known) young.push(name);
    }
    this.left = young;
  }

  /** @throws an UPLOAD_… error; nothing is left on disk then */
  async receive(
    request: IncomingMessage,
    { texts = [], optionalTexts = [], limitMegabytes }: UploadRules = {},
  ): Promise<ReceivedUpload> {
    const path = this.scratchPath();
    const limit = Math.min(limitMegabytes ?? this.limitMegabytes, this.limitMegabytes);
    try {
      await this.refuseEarly(request, limit);
      const form = { fileLimitBytes: limit * MEGABYTE, texts, optionalTexts };
      const { file, texts: read } = await readMultipart(request, form, (stream, fileName) => {
        stream.once('limit', () => stream.destroy(tooLarge(limit)));
        return this.save(stream, path, fileName);
      });
      return { ...file, texts: read };
    } catch (error) {
      request.resume();
      await this.discard(path);
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? UploadErrors.UPLOAD_DISK_FULL({}, error) : error;
    }
  }

  /** Where a file may lie until somebody moves or discards it; what a process that dies leaves there is removed later. */
  scratchPath(): string {
    return join(this.folder, `${newId()}.part`);
  }

  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  private async refuseEarly({ headers }: IncomingMessage, limitMegabytes: number): Promise<void> {
    if (!/^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '')) throw UploadErrors.UPLOAD_NOT_MULTIPART();
    const announcedBytes = Number(headers['content-length'] ?? 0);
    if (announcedBytes > limitMegabytes * MEGABYTE + ENVELOPE_BYTES) throw tooLarge(limitMegabytes);
    await this.keepFloor(announcedBytes);
  }

  protected async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.folder);
    return bavail * bsize;
  }

  /** @throws UPLOAD_DISK_FULL when so many bytes more would leave too few free */
  async keepFloor(comingBytes = 0): Promise<void> {
    if ((await this.freeBytes()) - comingBytes < this.floorBytes) throw UploadErrors.UPLOAD_DISK_FULL();
  }

  /** Looks at the disk while a file grows: other files grow beside it, and not every body announces its length. */
  async *aboveFloor(stream: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let unchecked = 0;
    for await (const chunk of stream) {
      unchecked += chunk.length;
      if (unchecked >= DISK_CHECK_BYTES) {
        unchecked = 0;
        await this.keepFloor();
      }
      yield chunk;
    }
  }

  private async save(stream: Readable, path: string, fileName: string): Promise<ReceivedFile> {
    const tap = new DigestTap();
    await pipeline(
      stream,
      (arriving: AsyncIterable<Buffer>) => this.aboveFloor(arriving),
      tap,
      createWriteStream(path, { flags: 'wx', mode: 0o600, highWaterMark: WRITTEN_TOGETHER_BYTES }),
    );
    return { path, fileName, digests: tap.digests(), head: await readHead(path) };
  }
}

function tooLarge(limitMegabytes: number) {
  return UploadErrors.UPLOAD_TOO_LARGE({ limitMegabytes });
}

/** The first bytes of a file, by which its form is known. */
export async function readHead(path: string): Promise<Buffer> {
  return readPiece(path, HEAD_BYTES, () => 0);
}

/** At most so many of a file's last bytes. */
export async function readTail(path: string, most: number): Promise<Buffer> {
  return readPiece(path, most, (sizeBytes) => Math.max(0, sizeBytes - most));
}

async function readPiece(path: string, most: number, from: (sizeBytes: number) => number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, from(size));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
