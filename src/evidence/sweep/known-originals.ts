import { Injectable } from '@nestjs/common';
import { Clock, type Digests, OriginalRemovals, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { FindingDesk } from './finding.desk.js';
import type { IntegritySweep } from './integrity-sweep.entity.js';
import { OriginalReader } from './original.reader.js';
import { SweepRepository } from './sweep.repository.js';

const BATCH = 100;

/** The first part of a sweep: every original that has a record is read again, the longest unseen first. */
@Injectable()
export class KnownOriginals {
  constructor(
    private readonly repository: SweepRepository,
    private readonly reader: OriginalReader,
    private readonly findings: FindingDesk,
    private readonly removals: OriginalRemovals,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What was read is written at once, so any stop is a pause. False when it was broken off. */
  async readAll(sweep: IntegritySweep, goesOn: () => boolean): Promise<boolean> {
    for (;;) {
      const { batch, leaving } = await this.next(sweep);
      if (batch.length === 0) return true;
      for (const expected of batch) {
        if (!goesOn()) return false;
        await (leaving.has(expected.sha256) ? this.pass(sweep, expected) : this.read(sweep, expected));
      }
    }
  }

  private async next(
    sweep: IntegritySweep,
  ): Promise<{ readonly batch: Digests[]; readonly leaving: ReadonlySet<string> }> {
    return this.unitOfWork.read(async (tx) => {
      const batch = await this.repository.next(tx, sweep, BATCH);
      const digests = batch.map(({ sha256 }) => sha256);
      return { batch, leaving: await this.removals.areLeaving(tx, digests) };
    });
  }

  /** What shall leave the store may be there or not. */
  private async pass({ id }: IntegritySweep, { sha256 }: Digests): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) => this.repository.note(tx, sha256, id, this.clock.now()));
  }

  private async read({ id: sweepId }: IntegritySweep, expected: Digests): Promise<void> {
    const reading = await this.reader.readPaced(expected.sha256);
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const verdict = await this.findings.judge(tx, { expected, reading, sweepId });
      const bytes = reading.state === 'read' ? reading.digests.sizeBytes : 0;
      await this.repository.count(tx, sweepId, bytes, verdict !== 'intact');
    });
  }
}
