import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { OriginalsService } from '../../platform/index.js';
import { MediaReader } from '../readings/media-reader.service.js';

/** Gives the makers of renditions a file to decode: a copy of the original, or a frame of it. */
@Injectable()
export class RenditionSource {
  constructor(
    private readonly originals: OriginalsService,
    private readonly reader: MediaReader,
  ) {}

  /** @param path where the copy may lie */
  async withPicture<T>(sha256: string, path: string, work: (picture: string) => Promise<T>): Promise<T> {
    await pipeline(await this.originals.read(sha256), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return this.reader.withPicture(sha256, path, work);
  }
}
