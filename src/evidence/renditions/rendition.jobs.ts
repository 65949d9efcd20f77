import { Injectable } from '@nestjs/common';
import { Clock, OnGivenUp, OnJob, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { RENDITION_NAMES } from '../evidence.codes.js';
import { RenditionFolder } from './rendition.folder.js';
import { RenditionMaker, type RenditionOutcome } from './rendition.maker.js';
import { RenditionRepository } from './rendition.repository.js';
import { RenditionSource } from './rendition.source.js';

export const RENDITION_QUEUE = 'evidence.render';

/** Makes the renditions that were asked for, off the request path. */
@Injectable()
export class RenditionJobs {
  private readonly maker = new RenditionMaker();

  constructor(
    private readonly renditions: RenditionRepository,
    private readonly folder: RenditionFolder,
    private readonly source: RenditionSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @OnJob(RENDITION_QUEUE)
  async render(data: Record<string, unknown>): Promise<void> {
    const sha256 = String(data['sha256']);
    if (await this.unitOfWork.read((tx) => this.renditions.isPending(tx, sha256))) await this.renderOne(sha256);
  }

  /** Waits no more: neither do those who ask whether the pictures of an item are there. */
  @OnGivenUp(RENDITION_QUEUE)
  async giveUp(data: Record<string, unknown>): Promise<void> {
    const sha256 = String(data['sha256']);
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      if (await this.renditions.isPending(tx, sha256))
        await this.note(tx, sha256, { outcome: 'failed', reason: 'GAVE_UP' });
    });
  }

  private async renderOne(sha256: string): Promise<void> {
    const outcome = await this.folder.withScratchFile((path) =>
      this.source.withPicture(sha256, path, (picture) => this.maker.make(picture)),
    );
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
        embedded: outcome.embedded,
        failure: null,
      } as const;
      await this.renditions.update(tx, sha256, name, { ...ready, finishedAt });
    }
  }
}
