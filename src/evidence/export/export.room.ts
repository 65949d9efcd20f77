import { Injectable } from '@nestjs/common';
import { AppError, type Tx, UploadReceiver } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { EvidenceExport } from './export.entity.js';
import { ExportRepository } from './export.repository.js';

/** Exports that wait or are kept at a time: of one person, and of the installation. */
export const EXPORT_QUOTA = {
  waiting: { person: 5, all: 40 },
  kept: { person: 60, all: 600 },
} as const;

/** Whether there is room for one more export. */
@Injectable()
export class ExportRoom {
  constructor(
    private readonly exports: ExportRepository,
    private readonly receiver: UploadReceiver,
  ) {}

  /** Nobody else is let in until the transaction ends. @throws EXPORT_TOO_MANY_WAITING, EXPORT_TOO_MANY_KEPT, EXPORT_DISK_FULL */
  async require(tx: Tx, { requestedBy, itemIds }: Pick<EvidenceExport, 'requestedBy' | 'itemIds'>): Promise<void> {
    await this.exports.lockRoom(tx);
    const { waiting, waitingOfPerson, kept, keptOfPerson } = await this.exports.standing(tx, requestedBy);
    if (waitingOfPerson >= EXPORT_QUOTA.waiting.person || waiting >= EXPORT_QUOTA.waiting.all)
      throw EvidenceErrors.EXPORT_TOO_MANY_WAITING({ waiting });
    if (keptOfPerson >= EXPORT_QUOTA.kept.person || kept >= EXPORT_QUOTA.kept.all)
      throw EvidenceErrors.EXPORT_TOO_MANY_KEPT({ kept });
    await this.keep(await this.exports.bytesOf(tx, itemIds));
  }

  /** @throws EXPORT_DISK_FULL when so many bytes more would leave too few free */
  async keep(bytes: number): Promise<void> {
    try {
      await this.receiver.keepFloor(bytes);
    } catch (error) {
      throw error instanceof AppError ? EvidenceErrors.EXPORT_DISK_FULL({}, error) : error;
    }
  }
}
