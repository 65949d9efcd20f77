import { Injectable } from '@nestjs/common';
import { Jobs, OnJob, type Tx, UnitOfWork } from '../../platform/index.js';
import { RENDITION_NAMES } from '../evidence.codes.js';
import { PreparedRasters } from '../rasters/prepared-rasters.js';
import { RenditionFolder } from './rendition.folder.js';
import { RenditionRepository } from './rendition.repository.js';

const DISCARD_QUEUE = 'evidence.discard-renditions';

/** Takes the pictures and working copies of an original away that goes: the rows with the transaction, the files by a job after it. */
@Injectable()
export class RenditionDiscard {
  constructor(
    private readonly renditions: RenditionRepository,
    private readonly folder: RenditionFolder,
    private readonly rasters: PreparedRasters,
    private readonly jobs: Jobs,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async discard(tx: Tx, sha256: string): Promise<void> {
    await this.renditions.forget(tx, sha256);
    await this.jobs.enqueue(tx, DISCARD_QUEUE, { sha256 });
  }

  /** Unless the bytes came again meanwhile and have pictures anew. */
  @OnJob(DISCARD_QUEUE)
  async removeFiles(data: Record<string, unknown>): Promise<void> {
    const sha256 = String(data['sha256']);
    const wanted = await this.unitOfWork.read((tx) => this.renditions.ofBlobs(tx, [sha256]));
    if (wanted.length > 0) return;
    for (const name of RENDITION_NAMES) await this.folder.remove(sha256, name);
    await this.rasters.remove(sha256);
  }
}
