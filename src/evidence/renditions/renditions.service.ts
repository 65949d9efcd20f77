import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Clock, Jobs, OnJob, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { RENDITION_NAMES, type RenditionName } from '../evidence.codes.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { OriginalsService } from '../store/originals.service.js';
import type { Rendition } from './rendition.entity.js';
import { RenditionFolder } from './rendition.folder.js';
import { RenditionMaker, type RenditionOutcome } from './rendition.maker.js';
import { RenditionRepository } from './rendition.repository.js';

const QUEUE = 'evidence.render';

const RENDERED_TYPES = new Set(
  ['jpeg', 'png', 'tiff', 'webp', 'heic', 'avif', 'gif'].map((format) => `image/${format}`),
);

export interface OpenRendition {
  readonly rendition: Rendition;
  readonly stream: Readable;
}

/** Pictures for looking at, made by a job off the request path. */
@Injectable()
export class RenditionsService {
  private readonly maker = new RenditionMaker();

  constructor(
    private readonly renditions: RenditionRepository,
    private readonly folder: RenditionFolder,
    private readonly originals: OriginalsService,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Asks for the renditions of a picture, once a blob. */
  async request(tx: Tx, sha256: string, mediaType: string): Promise<void> {
    if (!RENDERED_TYPES.has(mediaType)) return;
    if (await this.renditions.want(tx, sha256, this.clock.now())) await this.jobs.enqueue(tx, QUEUE, { sha256 });
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
      await this.jobs.enqueue(tx, QUEUE, { sha256 });
    });
    throw EvidenceErrors.RENDITION_NOT_READY();
  }

  @OnJob(QUEUE)
  async render(data: Record<string, unknown>): Promise<void> {
    const sha256 = String(data['sha256']);
    const outcome = await this.folder.withScratchFile(async (path) => {
      await pipeline(await this.originals.read(sha256), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return this.maker.make(path);
    });
    if (outcome.outcome === 'made') {
      for (const { name, bytes } of outcome.renditions) await this.folder.write(sha256, name, bytes);
    }
    await this.unitOfWork.run(SYSTEM, (tx) => this.note(tx, sha256, outcome));
  }

  private async note(tx: Tx, sha256: string, outcome: RenditionOutcome): Promise<void> {
    const finishedAt = this.clock.now();
    if (outcome.outcome === 'failed') {
      const failed = { state: 'failed', failure: outcome.reason, finishedAt } as const;
      for (const name of RENDITION_NAMES) await this.renditions.update(tx, sha256, name, failed);
      return;
    }
    for (const { name, bytes, ...made } of outcome.renditions) {
      const ready = {
        ...made,
        sizeBytes: bytes.length,
        state: 'ready',
        partial: outcome.partial,
        failure: null,
      } as const;
      await this.renditions.update(tx, sha256, name, { ...ready, finishedAt });
    }
  }
}
