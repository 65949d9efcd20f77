import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import {
  AppError,
  Clock,
  type Digests,
  type JobLease,
  JobLost,
  OnGivenUp,
  OnJob,
  SYSTEM,
  UnitOfWork,
} from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { type BuiltExport, ExportBuilder } from './export.builder.js';
import { EXPORT_QUEUE } from './export.desk.js';
import type { EvidenceExport } from './export.entity.js';
import { ExportRequesters } from './export.requesters.js';
import { ExportRepository } from './export.repository.js';
import { ExportStore } from './export.store.js';

const DAY_MS = 86_400_000;
/** How long a file is kept for fetching. */
const KEPT_DAYS = 30;

/** Makes the exports that were asked for. */
@Injectable()
export class ExportJobs implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly exports: ExportRepository,
    private readonly builder: ExportBuilder,
    private readonly store: ExportStore,
    private readonly requesters: ExportRequesters,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What is being packed is begun anew by another process, or at the next start. */
  beforeApplicationShutdown(): void {
    this.stopping.abort(new Error('the service stops'));
  }

  /** May run again for the same export: what a process that died left of its file counts for nothing. */
  @OnJob(EXPORT_QUEUE)
  async make({ exportId }: Record<string, unknown>, lease: JobLease): Promise<void> {
    const id = String(exportId);
    const row = await this.unitOfWork.read((tx) => this.exports.find(tx, id));
    if (row?.state !== 'waiting') return;
    try {
      await this.build(row, lease);
    } catch (error) {
      // A refusal stays one however often it is tried; anything else may pass, and the queue tries again.
      if (!(error instanceof AppError) || error.entry.retryable) throw error;
      await this.unitOfWork.run(SYSTEM, async (tx) => {
        await lease.hold(tx);
        await this.exports.fail(tx, id, error.code, this.clock.now());
      });
    }
  }

  @OnGivenUp(EXPORT_QUEUE)
  async giveUp({ exportId }: Record<string, unknown>): Promise<void> {
    const code: AppError['code'] = 'EXPORT_GAVE_UP';
    await this.unitOfWork.run(SYSTEM, (tx) => this.exports.fail(tx, String(exportId), code, this.clock.now()));
  }

  private async build(row: EvidenceExport, lease: JobLease): Promise<void> {
    const order = await this.requesters.orderOf(row);
    const signal = AbortSignal.any([lease.signal, this.stopping.signal]);
    const made = await this.store.make((path) => this.builder.build(order, path, signal));
    try {
      const isNamed = await this.finish(row, made, order.madeAt, lease);
      if (!isNamed) await this.store.remove(made.sha256);
    } catch (error) {
      // Only where it is certain that nothing was committed: a file that the export names must stay.
      if (error instanceof AppError || error instanceof JobLost) await this.store.remove(made.sha256);
      throw error;
    }
  }

  /**
   * False where the export has ended otherwise meanwhile.
   * @throws EXPORT_ITEM_LEFT where an item was removed meanwhile whose bytes or place are in the file
   */
  private async finish(
    { id }: EvidenceExport,
    { sealSha256, standing, sha256, sizeBytes }: BuiltExport & Digests,
    madeAt: Date,
    lease: JobLease,
  ): Promise<boolean> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      await lease.hold(tx);
      if ((await this.exports.countRemoved(tx, standing)) > 0) throw EvidenceErrors.EXPORT_ITEM_LEFT();
      return this.exports.finish(tx, id, {
        sealSha256,
        sha256,
        sizeBytes: String(sizeBytes),
        finishedAt: this.clock.now(),
        expiresAt: new Date(madeAt.getTime() + KEPT_DAYS * DAY_MS),
      });
    });
  }
}
