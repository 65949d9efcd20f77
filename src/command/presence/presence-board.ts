import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { Clock, newId, sessionOf, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { EventFeed } from '../events/event-feed.js';
import { PresenceRepository, type PresenceWord } from './presence.repository.js';
import {
  changesOf,
  HOLDS_MS,
  mostPresent,
  presenceOf,
  type PresenceState,
  RENEW_MS,
  type SaidState,
} from './presence.rules.js';

interface Written {
  readonly word: PresenceWord;
  readonly at: number;
}

/** Who is on the line of which session: seen by this instance's sockets, shared with the others through the database. */
@Injectable()
export class PresenceBoard {
  private readonly instanceId = newId();
  /** What a socket said of itself, by session. */
  private readonly said = new WeakMap<Socket, Map<string, SaidState>>();
  private readonly written = new Map<string, Written>();
  private readonly told = new Map<string, Map<string, PresenceState>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly presences: PresenceRepository,
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  say(socket: Socket, sessionId: string, state: SaidState): void {
    this.said.set(socket, (this.said.get(socket) ?? new Map<string, SaidState>()).set(sessionId, state));
  }

  /** Someone has come: they are told of everyone at the next round. */
  greet(sessionId: string): void {
    this.told.delete(sessionId);
  }

  /** Writes what has changed or must be renewed, and tells this instance's sockets what they do not know yet. */
  async round(): Promise<void> {
    const now = this.clock.now();
    const here = this.here();
    const words = this.news(here, now);
    if (words.length > 0)
      await this.unitOfWork.run(SYSTEM, (tx) => this.presences.say(tx, this.instanceId, words, now));
    for (const word of words) this.note(word, now);
    await this.tell(new Set([...here.values()].map(({ sessionId }) => sessionId)), now);
  }

  private here(): Map<string, PresenceWord> {
    const words = new Map<string, PresenceWord>();
    for (const { socket, sessionIds } of this.feed.occupancy()) {
      const userId = sessionOf(socket).actor.id;
      for (const sessionId of sessionIds) {
        const key = keyOf(sessionId, userId);
        const states = [this.said.get(socket)?.get(sessionId) ?? 'online', words.get(key)?.state ?? 'offline'] as const;
        words.set(key, { sessionId, userId, state: mostPresent(states) });
      }
    }
    return words;
  }

  private news(here: ReadonlyMap<string, PresenceWord>, now: Date): PresenceWord[] {
    const news = [...here].filter(([key, { state }]) => {
      const known = this.written.get(key);
      return known?.word.state !== state || now.getTime() - known.at >= RENEW_MS;
    });
    const gone = [...this.written].filter(([key]) => !here.has(key)).map(([, { word }]) => word);
    return [...news.map(([, word]) => word), ...gone.map((word) => ({ ...word, state: 'offline' as const }))];
  }

  private note(word: PresenceWord, now: Date): void {
    const key = keyOf(word.sessionId, word.userId);
    if (word.state === 'offline') this.written.delete(key);
    else this.written.set(key, { word, at: now.getTime() });
  }

  /** Who said nothing for longer was told to be gone when that began. */
  private async tell(sessionIds: ReadonlySet<string>, now: Date): Promise<void> {
    for (const known of this.told.keys()) if (!sessionIds.has(known)) this.told.delete(known);
    if (sessionIds.size === 0) return;
    const after = new Date(now.getTime() - 2 * HOLDS_MS);
    const lines = await this.unitOfWork.read((tx) => this.presences.newsOf(tx, [...sessionIds], after));
    for (const sessionId of sessionIds) {
      const current = presenceOf(
        lines.filter((line) => line.sessionId === sessionId),
        now,
      );
      const items = changesOf(this.told.get(sessionId) ?? new Map(), current);
      this.told.set(sessionId, new Map(current.map(({ userId, state }) => [userId, state])));
      if (items.length > 0) this.feed.showPresence(sessionId, items);
    }
  }
}

function keyOf(sessionId: string, userId: string): string {
  return `${sessionId} ${userId}`;
}
