import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AccessService, asUser } from '../../identity/index.js';
import {
  type Actor,
  decodeCursor,
  Id,
  Instant,
  keysetPage,
  type Page,
  PlatformErrors,
  UnitOfWork,
} from '../../platform/index.js';
import { ITEM_KINDS, MissionCalendarRepository } from './mission-calendar.repository.js';
import {
  type MissionCalendarItem,
  type MissionCalendarQuery,
  toMissionCalendarItem,
} from './mission-calendar.schemas.js';

const CursorKey = z.tuple([Instant, Id]);

/** Flights, tests and requests of a unit or a person, for the console's calendar. */
@Injectable()
export class MissionCalendar {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: MissionCalendarRepository,
    private readonly access: AccessService,
  ) {}

  /** Soonest first; only what the person may read by itself. */
  async list(
    actor: Actor,
    { from, to, unitId, userId, kind, limit, cursor }: z.output<typeof MissionCalendarQuery>,
  ): Promise<Page<z.input<typeof MissionCalendarItem>>> {
    const filter = {
      window: { from, to },
      flights: this.access.scope(actor, 'flight.read'),
      tests: this.access.scope(actor, 'rapidTest.read'),
      requests: this.access.scope(actor, 'assistance.read'),
      unitId: unitId ?? (userId === undefined ? asUser(actor).unitId : null),
      userId: userId ?? null,
      kinds: kind === undefined ? ITEM_KINDS : [kind],
      after: placeIn(cursor),
      limit: limit + 1,
    };
    const rows = await this.unitOfWork.read((tx) => this.repository.items(tx, filter));
    return keysetPage(rows, limit, (row) => [row.from.toISOString(), row.id], toMissionCalendarItem);
  }
}

function placeIn(cursor: string | undefined): { from: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const key = CursorKey.safeParse(decodeCursor(cursor, 2));
  if (!key.success) throw PlatformErrors.CURSOR_INVALID();
  const [from, id] = key.data;
  return { from: from.toISOString(), id };
}
