import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type BlobStore, HEAD_BYTES, ORIGINALS } from '../../platform/index.js';
import type { StoredObject } from '../../telemetry/index.js';
import { ArrivalReader, type Arrival } from '../intake/arrival.reader.js';
import { RenditionFolder } from '../renditions/rendition.folder.js';
import { fileNameOf, kindOf } from './media.rules.js';
import type { MediaReport } from './media.types.js';

/** Looks at an object of the store as at any other file that came in. */
@Injectable()
export class MediaArrivalReader {
  constructor(
    @Inject(ORIGINALS) private readonly originals: BlobStore,
    private readonly arrivals: ArrivalReader,
    private readonly folder: RenditionFolder,
  ) {}

  async read(object: StoredObject, report: MediaReport): Promise<Arrival> {
    const { sha256, sm3, sizeBytes, mediaType, objectKey } = object;
    const head = await this.headOf(sha256);
    const kind = kindOf(mediaType);
    return this.folder.withScratchFile(async (path) => {
      // Only pictures are read for their metadata here; a film of gigabytes is not copied while its dock waits.
      if (kind === 'photo') await this.copy(sha256, path);
      const at = kind === 'photo' ? path : null;
      const received = { path: at, fileName: fileNameOf(objectKey, report), digests: { sha256, sm3, sizeBytes }, head };
      return this.arrivals.read(received, { kind });
    });
  }

  private async copy(sha256: string, path: string): Promise<void> {
    await pipeline(await this.originals.read(sha256), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  }

  private async headOf(sha256: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const bytes of await this.originals.read(sha256, { start: 0, end: HEAD_BYTES - 1 }))
      pieces.push(bytes as Buffer);
    return Buffer.concat(pieces);
  }
}
