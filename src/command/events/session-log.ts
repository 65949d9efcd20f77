import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { type Session, SessionRepository } from '../sessions/session.repository.js';
import { EventFeed } from './event-feed.js';
import { EventRepository } from './event.repository.js';
import type { SessionEvent } from './session-event.js';

/** The record of a session: written under the session's row, told to others once it is committed. */
@Injectable()
export class SessionLog {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly events: EventRepository,
    private readonly feed: EventFeed,
  ) {}

  /** A new session with its first event. */
  async begin(tx: Tx, session: Session, opening: SessionEvent): Promise<void> {
    await this.sessions.insert(tx, session);
    this.events.append(tx, opening, session);
  }

  /** Waits until this transaction alone may take the session's next number. */
  async lock(tx: Tx, sessionId: string): Promise<Session | undefined> {
    return this.sessions.lock(tx, sessionId);
  }

  append(tx: Tx, event: SessionEvent, after: Session): void {
    this.events.append(tx, event, after);
    tx.afterCommit(() => this.feed.publish(event));
  }
}
