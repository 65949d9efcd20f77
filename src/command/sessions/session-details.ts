import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { GuestRepository } from '../guests/guest.repository.js';
import { type Guest, guestStateOf } from '../guests/guest.rules.js';
import { type SightRequest, SightRequestRepository } from '../show/sight-request.repository.js';
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
    private readonly guests: GuestRepository,
    private readonly sights: SightRequestRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<Detail> {
    return this.unitOfWork.read(async (tx) => this.of(tx, await this.sessions.requireVisible(tx, actor, id)));
  }

  async of(tx: Tx, session: Session): Promise<Detail> {
    const { members, presence } = await this.people.of(tx, session.id);
    const guests = await this.guests.ofSession(tx, session.id);
    const sights = await this.sights.standing(tx, session.id);
    const now = this.clock.now();
    return {
      ...viewOf(session),
      participants: members.map(({ capabilities, ...member }) => ({ ...member, capabilities: [...capabilities] })),
      presence: presence.map(({ lastSeenAt, ...one }) => ({ ...one, lastSeenAt: lastSeenAt.toISOString() })),
      guests: guests.map((guest) => guestView(guest, now)),
      sightRequests: sights.map(sightView),
    };
  }
}

function sightView({ untilAt, askedAt, ...request }: SightRequest): Detail['sightRequests'][number] {
  return { ...request, untilAt: untilAt?.toISOString() ?? null, askedAt: askedAt.toISOString() };
}

function guestView(guest: Guest, now: Date): Detail['guests'][number] {
  return { ...guest, state: guestStateOf(guest, now), expiresAt: guest.expiresAt.toISOString() };
}
