import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/index.js';
import { LiveBoard } from '../positions/live.board.js';

/** A device that was silent for so long is taken for gone: its frames come each 2 s. */
const SILENCE_MS = 60_000;

/** Whether devices are heard now, on whichever instance they report. */
@Injectable()
export class Hearing {
  constructor(
    private readonly board: LiveBoard,
    private readonly clock: Clock,
  ) {}

  isHeard(deviceId: string): boolean {
    const row = this.board.get(deviceId);
    return row !== undefined && this.clock.now().getTime() - row.state.receivedAt.getTime() <= SILENCE_MS;
  }
}
