import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, idInCursor, keysetPage, type Page, type Tx, UnitOfWork } from '../../platform/index.js';
import type { Role } from '../access/roles.js';
import { UnitTree } from '../units/unit-tree.js';
import { People } from '../users/people.service.js';
import type { NoticeContent } from './notice-catalogue.js';
import { NoticeRepository } from './notice.repository.js';
import { type NoticeQuery, type NoticesMarked, type NoticeView, toNoticeView } from './notice.schemas.js';

/** Whom a notice is for: people by id, and whoever holds a role in a unit. */
export interface Recipients {
  readonly userIds?: readonly string[];
  readonly role?: { readonly unitId: string; readonly role: Role };
}

export interface Telling {
  readonly to: Recipients;
  readonly content: NoticeContent;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Tells occasions of one code about one subject apart, such as the due time; the subject alone where absent. */
  readonly occasion?: string;
}

/** Tells people inside the console what happened to what is theirs. */
@Injectable()
export class Notices {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: NoticeRepository,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that makes it true; a person is told once of an occasion, however often this is called. */
  async tell(tx: Tx, { to, content, subject, occasion = '' }: Telling): Promise<void> {
    const holders = to.role ? await this.holdersOf(tx, to.role.unitId, to.role.role) : [];
    const userIds = [...new Set([...(to.userIds ?? []), ...holders])];
    if (userIds.length === 0) return;
    await this.notices.add(tx, userIds, {
      ...content,
      subjectKind: subject.kind,
      subjectId: subject.id,
      occasion: [subject.id, occasion].filter(Boolean).join(' '),
      createdAt: this.clock.now(),
    });
  }

  async list(actor: Actor, query: z.output<typeof NoticeQuery>): Promise<Page<z.input<typeof NoticeView>>> {
    const { limit, cursor, unread } = query;
    const filter = { userId: actor.id, unread, before: idInCursor(cursor), limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.notices.list(tx, filter));
    return keysetPage(rows, limit, ({ id }) => [id], toNoticeView);
  }

  async markRead(actor: Actor, ids: readonly string[]): Promise<z.input<typeof NoticesMarked>> {
    return this.unitOfWork.run(actor, async (tx) => ({
      marked: await this.notices.markRead(tx, actor.id, ids, this.clock.now()),
    }));
  }

  /** A unit without anybody in the role is looked after by the unit above it. */
  private async holdersOf(tx: Tx, unitId: string, role: Role): Promise<string[]> {
    for (const id of this.units.ancestry(unitId)) {
      const people = await this.people.ofUnit(tx, [id], role);
      if (people.length > 0) return people.map((person) => person.id);
    }
    return [];
  }
}
