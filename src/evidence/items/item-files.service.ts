import { Injectable } from '@nestjs/common';
import {
  type Actor,
  BlobRepository,
  OriginalsService,
  servedContentType,
  type ServedFile,
  UnitOfWork,
} from '../../platform/index.js';
import type { RenditionName } from '../evidence.codes.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { ItemPages } from './item-pages.service.js';

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
