import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Actor } from '../actor.js';
import { Clock } from '../clock/index.js';
import { type Period, Tx, UnitOfWork } from '../database/index.js';
import { newId } from '../ids/index.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { type CalendarEntry, type CalendarSheet, writeCalendar } from './ics.rules.js';

/** What a feature puts into calendars of its kinds; undefined where the reader may not see the subject (any more). */
export type CalendarSource = (reader: Actor, subjectId: string, window: Period) => Promise<CalendarSheet | undefined>;

/** What a further feature adds to calendars of a kind whose source lets the reader in. */
export type CalendarContribution = (
  reader: Actor,
  subjectId: string,
  window: Period,
) => Promise<readonly CalendarEntry[]>;

/** Gives the person a feed is read for, as they may act now; undefined when they no longer may. */
type ReaderLookUp = (userId: string) => Promise<Actor | undefined>;

const DAY_MS = 86_400_000;
const DAYS_BACK = 31;
const DAYS_AHEAD = 366;

/** Calendar feeds: a secret stands for a person's right to see what is booked for one thing. Stored as SHA-256 only. */
@Injectable()
export class Calendars {
  private readonly sources = new Map<string, CalendarSource>();
  private readonly contributions = new Map<string, CalendarContribution[]>();
  private lookUp: ReaderLookUp = async () => undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  readAs(lookUp: ReaderLookUp): void {
    this.lookUp = lookUp;
  }

  /** @throws Error when two features claim one kind */
  register(about: string, source: CalendarSource): void {
    if (this.sources.has(about)) throw new Error(`calendars about ${about} have two sources`);
    this.sources.set(about, source);
  }

  /** Adds to the calendars of a kind; whether the reader may have one is for its source to say. */
  contribute(about: string, contribution: CalendarContribution): void {
    this.contributions.set(about, [...(this.contributions.get(about) ?? []), contribution]);
  }

  /** The feed, and the secret that is shown this once. */
  async open(
    tx: Tx,
    ownerId: string,
    about: string,
    subjectId: string,
  ): Promise<{ feed: CalendarFeed; token: string }> {
    const token = randomBytes(32).toString('base64url');
    const feed = {
      id: newId(),
      ownerId,
      about,
      subjectId,
      tokenSha256: hashOf(token),
      createdAt: this.clock.now(),
      revokedAt: null,
    };
    await tx.repository(CalendarFeed).insert(feed);
    return { feed, token };
  }

  async listOf(tx: Tx, ownerId: string): Promise<CalendarFeed[]> {
    return tx.repository(CalendarFeed).find({ where: { ownerId, revokedAt: IsNull() }, order: { id: 'DESC' } });
  }

  /** Gives false when the person has no such feed. */
  async revoke(tx: Tx, ownerId: string, id: string): Promise<boolean> {
    const { affected } = await tx
      .repository(CalendarFeed)
      .update({ id, ownerId, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
    return affected === 1;
  }

  /** The calendar behind a secret as iCalendar text; undefined where the secret opens nothing. */
  async read(token: string): Promise<string | undefined> {
    const feed = await this.unitOfWork.read((tx) =>
      tx.repository(CalendarFeed).findOneBy({ tokenSha256: hashOf(token), revokedAt: IsNull() }),
    );
    const source = feed && this.sources.get(feed.about);
    const reader = source && (await this.lookUp(feed.ownerId));
    if (!reader) return undefined;
    const now = this.clock.now().getTime();
    const window = { from: new Date(now - DAYS_BACK * DAY_MS), to: new Date(now + DAYS_AHEAD * DAY_MS) };
    const sheet = await source(reader, feed.subjectId, window);
    if (!sheet) return undefined;
    const entries = [...sheet.entries];
    for (const contribution of this.contributions.get(feed.about) ?? [])
      entries.push(...(await contribution(reader, feed.subjectId, window)));
    return writeCalendar({ ...sheet, entries });
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
