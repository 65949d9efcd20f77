import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, DigestTap, OriginalsService } from '../../platform/index.js';
import { pauseMs, type Reading } from './sweep.rules.js';

const MEGABYTE = 1024 * 1024;

/** Reads originals to their end, for their digests alone. */
@Injectable()
export class OriginalReader {
  constructor(
    private readonly originals: OriginalsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** As fast as a sweep may. */
  async readPaced(sha256: string): Promise<Reading> {
    return this.read(sha256, this.config.SKYDOCKET_SWEEP_MB_PER_SECOND * MEGABYTE);
  }

  /** @throws when the store itself does not answer: that says nothing about an original */
  async read(sha256: string, bytesPerSecond = Infinity): Promise<Reading> {
    if (!(await this.originals.stat(sha256))) return { state: 'missing' };
    try {
      const tap = new DigestTap();
      await drain(await this.originals.read(sha256), tap, bytesPerSecond);
      return { state: 'read', digests: tap.digests() };
    } catch {
      await this.originals.probe();
      return (await this.originals.stat(sha256)) ? { state: 'unreadable' } : { state: 'missing' };
    }
  }
}

/** Never more than a chunk is held, and on the average of the file no more is read than the rate allows. */
async function drain(source: Readable, tap: DigestTap, bytesPerSecond: number): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(source, (chunks: AsyncIterable<Buffer>) => paced(chunks, bytesPerSecond), tap, nowhere);
}

async function* paced(chunks: AsyncIterable<Buffer>, bytesPerSecond: number): AsyncIterable<Buffer> {
  const began = performance.now();
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
    const wait = pauseMs(bytes, performance.now() - began, bytesPerSecond);
    if (wait > 1) await pause(wait);
  }
}
