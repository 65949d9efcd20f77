import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '../../platform/index.js';
import type { SessionRole } from '../sessions/session-roles.js';
import { RosterRepository, type Showing } from './roster.repository.js';

/** Signals come too often to ask the database each time: a right that ended ends here within this. */
export const REMEMBERED_MS = 1_500;
/** Somebody who is not on it may have just joined. */
const ASKED_AGAIN_MS = 200;

export interface Roster {
  readonly members: ReadonlyMap<string, SessionRole>;
  readonly showings: ReadonlyMap<string, Showing>;
}

interface Remembered {
  readonly readAt: number;
  readonly roster: Promise<Roster>;
}

/** Who is in a session now, remembered for a moment. */
@Injectable()
export class SessionRosters {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: RosterRepository,
    private readonly clock: Clock,
  ) {}

  /** undefined for whoever takes no part, and after the end of the session. */
  async roleOf(sessionId: string, userId: string): Promise<SessionRole | undefined> {
    const role = (await this.of(sessionId)).members.get(userId);
    return role ?? (await this.of(sessionId, ASKED_AGAIN_MS)).members.get(userId);
  }

  async of(sessionId: string, maxAgeMs = REMEMBERED_MS): Promise<Roster> {
    const now = this.clock.now().getTime();
    const known = this.remembered.get(sessionId);
    if (known && now - known.readAt < maxAgeMs) return known.roster;
    const read = { readAt: now, roster: this.read(sessionId) };
    this.remembered.set(sessionId, read);
    // A reading that failed is no answer for the next one.
    read.roster.catch(() => this.remembered.get(sessionId) === read && this.remembered.delete(sessionId));
    return read.roster;
  }

  /** What was just decided counts from now on. */
  forget(sessionId: string): void {
    this.remembered.delete(sessionId);
  }

  /** Lets go of sessions that nobody has asked about for a while. */
  sweep(): void {
    const now = this.clock.now().getTime();
    for (const [id, { readAt }] of this.remembered) if (now - readAt > 10 * REMEMBERED_MS) this.remembered.delete(id);
  }

  private async read(sessionId: string): Promise<Roster> {
    return this.unitOfWork.read(async (tx) => {
      const members = await this.repository.members(tx, sessionId);
      const showings = await this.repository.showings(tx, sessionId);
      return {
        members: new Map(members.map(({ userId, role }) => [userId, role])),
        showings: new Map(showings.map((one) => [one.requestId, one])),
      };
    });
  }
}
