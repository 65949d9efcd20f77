import { Injectable } from '@nestjs/common';
import { OriginalsService } from '../../platform/index.js';
import { MediaReader } from '../readings/media-reader.service.js';

/** Gives the makers of renditions a file to decode: the original, or a frame of it. */
@Injectable()
export class RenditionSource {
  constructor(
    private readonly originals: OriginalsService,
    private readonly reader: MediaReader,
  ) {}

  /** @param scratch where a copy may lie, and files with longer names beside it */
  async withPicture<T>(sha256: string, scratch: string, work: (picture: string) => Promise<T>): Promise<T> {
    const path = await this.originals.asFile(sha256, scratch);
    return this.reader.withPicture(sha256, { path, scratch }, work);
  }
}
