import { Injectable } from '@nestjs/common';
import { Clock, OnEvent, OnEveryMinute, type RecordedEvent, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { EvidenceEvents } from '../evidence.events.js';
import { ExportFolder } from './export.folder.js';
import { ExportRepository } from './export.repository.js';

const DAY_MS = 86_400_000;

/** Removes the files that have had their time, and says so of exports that nothing came of. */
@Injectable()
export class ExportExpiry {
  constructor(
    private readonly exports: ExportRepository,
    private readonly folder: ExportFolder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @OnEvent(EvidenceEvents['evidence.removed'])
  async onRemoved({ payload }: RecordedEvent): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.exports.endWith(tx, String(payload['itemId']), this.clock.now()));
    await this.expire();
  }

  @OnEveryMinute('evidence.expire-exports')
  async expire(): Promise<void> {
    const now = this.clock.now();
    const expired = await this.unitOfWork.run(SYSTEM, async (tx) => {
      const given = await this.exports.giveUp(tx, new Date(now.getTime() - DAY_MS), now);
      return [...given, ...(await this.exports.expire(tx, now))];
    });
    for (const id of expired) await this.folder.remove(id);
  }
}
