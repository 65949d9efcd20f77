import { Injectable } from '@nestjs/common';
import { AppError, Clock, digestFile, OnJob, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { ExportBuilder } from './export.builder.js';
import { EXPORT_QUEUE } from './export.desk.js';
import type { EvidenceExport } from './export.entity.js';
import { ExportFolder } from './export.folder.js';
import { ExportRequesters } from './export.requesters.js';
import { ExportRepository } from './export.repository.js';

const DAY_MS = 86_400_000;
/** How long a file is kept for fetching. */
const KEPT_DAYS = 30;

/** Makes the exports that were asked for. */
@Injectable()
export class ExportJobs {
  constructor(
    private readonly exports: ExportRepository,
    private readonly builder: ExportBuilder,
    private readonly folder: ExportFolder,
    private readonly requesters: ExportRequesters,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** May run again for the same export: what a process that died left of its file counts for nothing. */
  @OnJob(EXPORT_QUEUE)
  async make({ exportId }: Record<string, unknown>): Promise<void> {
    const id = String(exportId);
    const row = await this.unitOfWork.read((tx) => this.exports.find(tx, id));
    if (row?.state !== 'waiting') return;
    try {
      await this.build(row);
    } catch (error) {
      // A refusal stays one however often it is tried; anything else may pass, and the queue tries again.
      if (!(error instanceof AppError) || error.entry.retryable) throw error;
      await this.unitOfWork.run(SYSTEM, (tx) => this.exports.fail(tx, id, error.code, this.clock.now()));
    }
  }

  private async build(row: EvidenceExport): Promise<void> {
    const order = await this.requesters.orderOf(row);
    const made = await this.folder.make(row.id, async (path) => {
      const { sealSha256 } = await this.builder.build(order, path);
      return { sealSha256, ...(await digestFile(path)) };
    });
    const { sealSha256, sha256, sizeBytes } = made;
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.exports.finish(tx, row.id, {
        sealSha256,
        sha256,
        sizeBytes: String(sizeBytes),
        finishedAt: this.clock.now(),
        expiresAt: new Date(order.madeAt.getTime() + KEPT_DAYS * DAY_MS),
      }),
    );
  }
}
