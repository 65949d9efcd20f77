import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, OnGivenUp, OnJob, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { RENDITION_NAMES } from '../evidence.codes.js';
import { RenditionFolder } from './rendition.folder.js';
import { RenditionMaker, type RenditionOutcome } from './rendition.maker.js';
import { RenditionRepository } from './rendition.repository.js';
import { RenditionSource } from './rendition.source.js';

export const RENDITION_QUEUE = 'evidence.render';

const PICTURES_AT_ONCE = 2;

/** Makes the renditions that were asked for, off the request path. */
@Injectable()
export class RenditionJobs implements BeforeApplicationShutdown {
  private readonly maker = new RenditionMaker({ width: PICTURES_AT_ONCE });
  private stopping = false;

  constructor(
    private readonly renditions: RenditionRepository,
    private readonly folder: RenditionFolder,
    private readonly source: RenditionSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** The queue wakes twice a second; what else is waiting by then is worked off at once, so that a memory card is not slow. */
  @OnJob(RENDITION_QUEUE)
  async render(data: Record<string, unknown>): Promise<void> {
    const sha256 = String(data['sha256']);
    const tried = new Set([sha256]);
    if (await this.unitOfWork.read((tx) => this.renditions.isPending(tx, sha256))) await this.renderOne(sha256);
    await Promise.all(Array.from({ length: PICTURES_AT_ONCE }, () => this.workOff(tried)));
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

  private async workOff(tried: Set<string>): Promise<void> {
    while (!this.stopping) {
      const sha256 = await this.unitOfWork.read((tx) => this.renditions.oldestPending(tx, [...tried]));
      if (sha256 === undefined) return;
      if (tried.has(sha256)) continue;
      tried.add(sha256);
      // Its own job tries again and reports, so one that fails does not hold up the others.
      await this.renderOne(sha256).catch((error: unknown) => this.logger.warn({ err: error, sha256 }, 'rendition'));
    }
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
