import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { Clock, newId, sessionOf, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { EventFeed } from '../events/event-feed.js';
import { PresenceRepository, type PresenceWord, type SessionPresenceLine } from './presence.repository.js';
import {
  CHANGE_MS,
  changesOf,
  GONE_MS,
  HOLDS_MS,
  mostPresent,
  pictureOf,
  type Presence,
  presenceOf,
  RENEW_MS,
  type SaidState,
  WHOLE_MS,
} from './presence.rules.js';

/** What the sockets of a session were told last, and when they were last told of everyone. */
interface Told {
  readonly people: ReadonlyMap<string, Presence>;
  readonly wholeAt: number;
}

/** Who is on the line of which session: seen by this instance's sockets, shared with the others through the database. */
@Injectable()
export class PresenceBoard {
  private readonly instanceId = newId();
  /** What a socket said of itself, by session. */
  private readonly said = new WeakMap<Socket, Map<string, SaidState>>();
  private readonly written = new Map<string, PresenceWord>();
  /** Since when someone of whom this instance has spoken is on none of its lines. */
  private readonly missing = new Map<string, Date>();
  private readonly told = new Map<string, Told>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly presences: PresenceRepository,
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  say(socket: Socket, sessionId: string, state: SaidState): void {
    this.said.set(socket, (this.said.get(socket) ?? new Map<string, SaidState>()).set(sessionId, state));
  }

  /** Someone has come into the room: that is known before they are answered, and who else is there is their answer. */
  async arrive(socket: Socket, sessionId: string): Promise<Presence[]> {
    const now = this.clock.now();
    const key = keyOf(sessionId, sessionOf(socket).actor.id);
    const word = this.here(now).get(key);
    const isNews = word !== undefined && !this.written.has(key);
    const lines = await this.unitOfWork.run(SYSTEM, async (tx) => {
      if (isNews) await this.presences.say(tx, this.instanceId, [word], now);
      return this.newsOf(tx, [sessionId], now);
    });
    if (isNews) this.note(word);
    return presenceOf(lines, now);
  }

  /** Writes what has changed or must be renewed, and tells this instance's sockets what they do not know yet. */
  async round(): Promise<void> {
    const now = this.clock.now();
    const here = this.here(now);
    const words = [...this.news(here, now), ...this.gone(here, now)];
    if (words.length > 0)
      await this.unitOfWork.run(SYSTEM, (tx) => this.presences.say(tx, this.instanceId, words, now));
    for (const word of words) this.note(word);
    await this.tell(new Set([...here.values()].map(({ sessionId }) => sessionId)), now);
  }

  private here(now: Date): Map<string, PresenceWord> {
    const words = new Map<string, PresenceWord>();
    for (const { socket, sessionIds } of this.feed.occupancy()) {
      const userId = sessionOf(socket).actor.id;
      for (const sessionId of sessionIds) {
        const key = keyOf(sessionId, userId);
        const states = [this.said.get(socket)?.get(sessionId) ?? 'online', words.get(key)?.state ?? 'offline'] as const;
        words.set(key, { sessionId, userId, state: mostPresent(states), seenAt: now });
      }
    }
    return words;
  }

  private news(here: ReadonlyMap<string, PresenceWord>, now: Date): PresenceWord[] {
    const news = [...here].filter(([key, { state }]) => {
      const known = this.written.get(key);
      if (!known) return true;
      return now.getTime() - known.seenAt.getTime() >= (known.state === state ? RENEW_MS : CHANGE_MS);
    });
    return news.map(([, word]) => word);
  }

  /** A line that breaks for a moment ends nothing. */
  private gone(here: ReadonlyMap<string, PresenceWord>, now: Date): PresenceWord[] {
    const gone: PresenceWord[] = [];
    for (const [key, word] of this.written) {
      const since = here.has(key) ? undefined : (this.missing.get(key) ?? now);
      if (!since) this.missing.delete(key);
      else this.missing.set(key, since);
      if (since && now.getTime() - since.getTime() >= GONE_MS) gone.push({ ...word, state: 'offline', seenAt: since });
    }
    return gone;
  }

  private note(word: PresenceWord): void {
    const key = keyOf(word.sessionId, word.userId);
    this.missing.delete(key);
    if (word.state === 'offline') this.written.delete(key);
    else this.written.set(key, word);
  }

  /** Changes at once, and everyone now and then: a frame may be lost where a line is slow. */
  private async tell(sessionIds: ReadonlySet<string>, now: Date): Promise<void> {
    for (const known of this.told.keys()) if (!sessionIds.has(known)) this.told.delete(known);
    if (sessionIds.size === 0) return;
    const lines = await this.unitOfWork.read((tx) => this.newsOf(tx, [...sessionIds], now));
    for (const sessionId of sessionIds) {
      const current = presenceOf(
        lines.filter((line) => line.sessionId === sessionId),
        now,
      );
      const { people, wholeAt } = this.told.get(sessionId) ?? { people: new Map<string, Presence>(), wholeAt: 0 };
      const picture = pictureOf(people, current);
      const isWhole = now.getTime() - wholeAt >= WHOLE_MS;
      const items = isWhole ? picture : changesOf(people, picture);
      this.told.set(sessionId, {
        people: new Map(picture.map((one) => [one.userId, one])),
        wholeAt: isWhole ? now.getTime() : wholeAt,
      });
      if (items.length > 0) this.feed.showPresence(sessionId, items);
    }
  }

  /** Who said nothing for longer was told to be gone when that began. */
  private async newsOf(tx: Tx, sessionIds: readonly string[], now: Date): Promise<SessionPresenceLine[]> {
    return this.presences.newsOf(tx, sessionIds, new Date(now.getTime() - 2 * HOLDS_MS));
  }
}

function keyOf(sessionId: string, userId: string): string {
  return `${sessionId} ${userId}`;
}
