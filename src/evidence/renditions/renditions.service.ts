import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock, Jobs, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { RENDITION_NAMES, type RenditionName } from '../evidence.codes.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { FilmTools } from '../films/film.tools.js';
import type { Rendition } from './rendition.entity.js';
import { RenditionFolder } from './rendition.folder.js';
import { RENDITION_QUEUE } from './rendition.jobs.js';
import { RenditionRepository } from './rendition.repository.js';

const RENDERED_TYPES = new Set(
  ['jpeg', 'png', 'tiff', 'webp', 'heic', 'avif', 'gif'].map((format) => `image/${format}`),
);

export interface OpenRendition {
  readonly rendition: Rendition;
  readonly stream: Readable;
}

/** Pictures for looking at, made by a job. */
@Injectable()
export class RenditionsService {
  constructor(
    private readonly renditions: RenditionRepository,
    private readonly folder: RenditionFolder,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly films: FilmTools,
  ) {}

  /** Asks for the renditions of a picture or film, once a blob. */
  async request(tx: Tx, sha256: string, mediaType: string): Promise<void> {
    if (!RENDERED_TYPES.has(mediaType) && !this.films.reads(mediaType)) return;
    const wanted = await this.renditions.want(tx, sha256, this.clock.now());
    if (wanted) await this.jobs.enqueue(tx, RENDITION_QUEUE, { sha256 });
  }

  async ofBlobs(tx: Tx, digests: readonly string[]): Promise<Rendition[]> {
    return this.renditions.ofBlobs(tx, digests);
  }

  /** @throws RENDITION_NONE, RENDITION_NOT_READY (and has it made again when only its file is gone) */
  async open(sha256: string, name: RenditionName): Promise<OpenRendition> {
    const rendition = await this.unitOfWork.read((tx) => this.renditions.find(tx, sha256, name));
    if (!rendition || rendition.state === 'failed') throw EvidenceErrors.RENDITION_NONE();
    if (rendition.state === 'pending') throw EvidenceErrors.RENDITION_NOT_READY();
    const stream = await this.folder.read(sha256, name);
    if (stream) return { rendition, stream };
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const lost of RENDITION_NAMES) await this.renditions.update(tx, sha256, lost, { state: 'pending' });
      await this.jobs.enqueue(tx, RENDITION_QUEUE, { sha256 });
    });
    throw EvidenceErrors.RENDITION_NOT_READY();
  }
}
