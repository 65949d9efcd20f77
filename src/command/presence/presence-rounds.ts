import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LOGGER, type Logger, Rounds } from '../../platform/index.js';
import { PresenceBoard } from './presence-board.js';
import { PresenceRecord } from './presence-record.js';

const TELL_MS = 1_000;
const RECORD_MS = 5_000;
const SWEEP_MS = 600_000;

/** Tells changes at most once a second, and looks now and then whether the record must hear of one. */
@Injectable()
export class PresenceRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: readonly Rounds[];

  constructor(board: PresenceBoard, record: PresenceRecord, @Inject(LOGGER) logger: Logger) {
    const onFault = (error: unknown) => logger.warn({ err: error }, 'presence in sessions');
    this.rounds = [
      new Rounds({ everyMs: TELL_MS, work: () => board.round(), onFault }),
      new Rounds({ everyMs: RECORD_MS, work: () => record.round(), onFault }),
      new Rounds({ everyMs: SWEEP_MS, work: () => record.sweep(), onFault }),
    ];
  }

  onApplicationBootstrap(): void {
    for (const round of this.rounds) round.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const round of this.rounds) await round.stop();
  }
}
