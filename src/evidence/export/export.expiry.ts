import { Injectable } from '@nestjs/common';
import { Clock, OnEvent, OnEveryMinute, type RecordedEvent, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { EvidenceEvents } from '../evidence.events.js';
import { ExportRepository } from './export.repository.js';
import { ExportStore } from './export.store.js';

const HOUR_MS = 3_600_000;
const PIECE = 500;

/** Removes the files that have had their time, and those that a process left in the store when it died. */
@Injectable()
export class ExportExpiry {
  /** Files that no export named an hour ago: one that is being finished is named well within it. */
  private strangers: ReadonlySet<string> = new Set();
  private lookedAt = -Infinity;

  constructor(
    private readonly exports: ExportRepository,
    private readonly store: ExportStore,
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
    // The files go first: where the process dies in between, the next minute finds the rows as they were.
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const sha256 of await this.exports.expire(tx, now)) await this.store.remove(sha256);
    });
    if (now.getTime() - this.lookedAt < HOUR_MS) return;
    this.lookedAt = now.getTime();
    await this.removeStrangers();
  }

  private async removeStrangers(): Promise<void> {
    const found = new Set<string>();
    for await (const piece of this.pieces()) {
      const kept = await this.unitOfWork.read((tx) => this.exports.kept(tx, piece));
      for (const sha256 of piece) if (!kept.has(sha256)) found.add(sha256);
    }
    for (const sha256 of found) if (this.strangers.has(sha256)) await this.store.remove(sha256);
    this.strangers = found;
  }

  private async *pieces(): AsyncGenerator<string[]> {
    let piece: string[] = [];
    for await (const sha256 of this.store.list()) {
      if (piece.push(sha256) < PIECE) continue;
      yield piece;
      piece = [];
    }
    yield piece;
  }
}
