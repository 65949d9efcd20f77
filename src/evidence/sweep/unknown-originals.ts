import { Injectable } from '@nestjs/common';
import { Clock, OriginalsService, SYSTEM, UnitOfWork } from '../../platform/index.js';
import type { IntegritySweep } from './integrity-sweep.entity.js';
import { OriginalReader } from './original.reader.js';
import { StrangerDesk } from './stranger.desk.js';
import { SweepRepository } from './sweep.repository.js';

/** The second part of a sweep: what lies in the store and has no record. */
@Injectable()
export class UnknownOriginals {
  constructor(
    private readonly repository: SweepRepository,
    private readonly originals: OriginalsService,
    private readonly reader: OriginalReader,
    private readonly strangers: StrangerDesk,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Ends the sweep unless it is broken off; then the next run looks anew. */
  async look(sweep: IntegritySweep, goesOn: () => boolean): Promise<void> {
    let untracked = 0;
    for await (const sha256 of this.originals.untracked()) {
      if (!goesOn()) return;
      // Read first: an upload whose record is just being written has it by then.
      const reading = await this.reader.readPaced(sha256);
      const isStranger = await this.unitOfWork.run(SYSTEM, (tx) => this.strangers.see(tx, sweep, sha256, reading));
      if (isStranger) untracked += 1;
    }
    await this.end(sweep, untracked);
  }

  private async end(sweep: IntegritySweep, untracked: number): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.strangers.closeUnseen(tx, sweep);
      await this.repository.end(tx, sweep.id, untracked, this.clock.now());
    });
  }
}
