import { CommandErrors } from '../command.errors.js';

/** One command works while the next one waits for the session's row, so that the row is never idle. */
const AT_ONCE = 2;
/** More than this and the last would wait for seconds: better told at once. */
const MAX_WAITING = 500;

interface Lane {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Lets only a few commands of one session to the database at a time. They would line up at the session's row anyway,
 * each holding one of the process's connections; this way a busy session leaves the connections to the others.
 */
export class SessionLanes {
  private readonly lanes = new Map<string, Lane>();

  /** @throws SESSION_BUSY */
  async run<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    const lane = this.lanes.get(sessionId) ?? { running: 0, waiting: [] };
    this.lanes.set(sessionId, lane);
    if (lane.running >= AT_ONCE) await this.turn(lane);
    else lane.running += 1;
    try {
      return await work();
    } finally {
      this.next(sessionId, lane);
    }
  }

  private async turn(lane: Lane): Promise<void> {
    if (lane.waiting.length >= MAX_WAITING) throw CommandErrors.SESSION_BUSY();
    await new Promise<void>((go) => lane.waiting.push(go));
  }

  /** Hands the place on, or gives it back. */
  private next(sessionId: string, lane: Lane): void {
    const go = lane.waiting.shift();
    if (go) return go();
    lane.running -= 1;
    if (lane.running === 0) this.lanes.delete(sessionId);
  }
}
