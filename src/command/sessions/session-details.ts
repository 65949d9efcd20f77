import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { SessionBelongings } from './session-belongings.js';
import { SessionPeople } from './session-people.js';
import { SessionReader, viewOf } from './session-reader.js';
import type { Session } from './session.repository.js';
import type { SessionDetail } from './session.schemas.js';

type Detail = z.input<typeof SessionDetail>;

/** One session with everyone in it. */
@Injectable()
export class SessionDetails {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly people: SessionPeople,
    private readonly belongings: SessionBelongings,
  ) {}

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<Detail> {
    return this.unitOfWork.read(async (tx) => this.of(tx, await this.sessions.requireVisible(tx, actor, id)));
  }

  async of(tx: Tx, session: Session): Promise<Detail> {
    const { members, presence } = await this.people.of(tx, session.id);
    return {
      ...viewOf(session),
      participants: members.map(({ capabilities, ...member }) => ({ ...member, capabilities: [...capabilities] })),
      presence: presence.map(({ lastSeenAt, ...one }) => ({ ...one, lastSeenAt: lastSeenAt.toISOString() })),
      ...(await this.belongings.of(tx, session.id)),
    };
  }
}
