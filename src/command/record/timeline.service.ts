import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser, Places } from '../../identity/index.js';
import { type Actor, keysetPage, numberInCursor, type Page, UnitOfWork } from '../../platform/index.js';
import { personOf, type SessionEvent, viewerOf } from '../events/session-event.js';
import { isVisible, type Viewer } from '../events/visibility.rules.js';
import { SessionReader } from '../sessions/session-reader.js';
import { RecordNames } from './record-names.js';
import { RecordRepository } from './record.repository.js';
import type { HiddenLineView, TimelineQuery } from './timeline.schemas.js';
import { type Line, lineOf } from './timeline.views.js';

type TimelineItem = Line | z.input<typeof HiddenLineView>;

/** The record of a session as a person reads it. */
@Injectable()
export class Timelines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly records: RecordRepository,
    private readonly names: RecordNames,
    private readonly places: Places,
  ) {}

  /** @throws NOT_FOUND, CURSOR_INVALID */
  async page(
    actor: Actor,
    id: string,
    { limit, cursor, ...filter }: z.output<typeof TimelineQuery>,
  ): Promise<Page<TimelineItem>> {
    const after = numberInCursor(cursor) ?? 0;
    const viewer = viewerOf(asUser(actor));
    return this.unitOfWork.read(async (tx) => {
      await this.sessions.requireVisible(tx, actor, id);
      const events = await this.records.lines(tx, id, viewer, { ...filter, after, limit: limit + 1 });
      const names = await this.names.of(
        tx,
        events.filter((event) => reads(viewer, event)),
      );
      return keysetPage(
        events,
        limit,
        ({ seq }) => [seq],
        (event): TimelineItem =>
          reads(viewer, event)
            ? lineOf(event, names, (position) => this.places.of(position))
            : { seq: event.seq, redacted: true },
      );
    });
  }
}

export function reads(viewer: Viewer, event: SessionEvent): boolean {
  return isVisible({ ...event, actorUserId: personOf(event.actor)?.userId }, viewer);
}
