import type { WebSocket } from 'ws';
import type { UserActor } from '../../identity/index.js';
import { pilotFrame, type PilotNews, type SeenPairs } from './pilot-frame.rules.js';

/** More unsent bytes than this, and a console is told nothing until they are gone. */
const MOST_UNSENT_BYTES = 64 * 1024;
/** A console that takes nothing for so long has gone without a word. */
const LONGEST_BUSY_MS = 30_000;
const NO_PAIRS: SeenPairs = new Map();

/** One DJI Pilot 2 that listens, and how far it has been told. */
export class PilotConsole {
  /** Changes of the board up to this one were told. */
  toldUpTo = -1;
  pairs: SeenPairs = NO_PAIRS;
  visible: ReadonlySet<string> = new Set();
  /** Answered since it was last asked whether it is there. */
  isAlive = true;
  private busySince: number | null = null;
  private missedMarks = false;

  constructor(
    readonly socket: WebSocket,
    readonly token: string,
    public actor: UserActor,
  ) {}

  /** False while what was sent lies unsent; such a console is told more at once the next time. */
  isReady(now: Date): boolean {
    if (this.socket.readyState !== this.socket.OPEN) return false;
    if (this.socket.bufferedAmount <= MOST_UNSENT_BYTES) {
      this.busySince = null;
      return true;
    }
    this.busySince ??= now.getTime();
    if (now.getTime() - this.busySince > LONGEST_BUSY_MS) this.socket.terminate();
    return false;
  }

  tell(news: PilotNews, data: object, at: Date): void {
    this.socket.send(pilotFrame(news, data, at));
  }

  /** A mark that could not be told is made good by having the whole group read again. */
  tellMark(news: PilotNews, data: object, at: Date): void {
    if (this.isReady(at) && !this.missedMarks) this.tell(news, data, at);
    else this.missedMarks = true;
  }

  /** Whether marks were missed that may now be made good. */
  takeMissedMarks(): boolean {
    const { missedMarks } = this;
    this.missedMarks = false;
    return missedMarks;
  }
}
