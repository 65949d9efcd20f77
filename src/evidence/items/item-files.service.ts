import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import type { RenditionName } from '../evidence.codes.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { BlobRepository } from '../store/blob.repository.js';
import { OriginalsService } from '../store/originals.service.js';
import { servedContentType } from '../type-table.js';
import { ItemPages } from './item-pages.service.js';

/** Bytes on their way to a reader. */
export interface ServedFile {
  readonly stream: Readable;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly fileName: string;
}

/** Originals and the pictures made from them. */
@Injectable()
export class ItemFiles {
  constructor(
    private readonly pages: ItemPages,
    private readonly blobs: BlobRepository,
    private readonly originals: OriginalsService,
    private readonly renditions: RenditionsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND */
  async original(actor: Actor, id: string): Promise<ServedFile> {
    const { sha256, fileName } = await this.pages.open(actor, id, 'original');
    const blob = await this.unitOfWork.read((tx) => this.blobs.find(tx, sha256));
    if (!blob) throw new Error(`item ${id} has no blob`);
    const stream = await this.originals.read(sha256);
    return { stream, contentType: servedContentType(blob.mediaType), sizeBytes: blob.sizeBytes, sha256, fileName };
  }

  /** @throws NOT_FOUND, RENDITION_NONE, RENDITION_NOT_READY */
  async rendition(actor: Actor, id: string, name: RenditionName): Promise<ServedFile> {
    const { sha256, fileName } = await this.pages.open(actor, id, name);
    const { rendition, stream } = await this.renditions.open(sha256, name);
    const { mediaType, sizeBytes } = rendition;
    if (mediaType === null || sizeBytes === null)
      throw new Error(`rendition ${name} of ${sha256} is ready without measures`);
    return { stream, contentType: mediaType, sizeBytes, sha256, fileName };
  }
}
