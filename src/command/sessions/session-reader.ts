import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, type AccessSubject, asUser } from '../../identity/index.js';
import {
  type Actor,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  Refusals,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { EventRepository } from '../events/event.repository.js';
import { type EventOnWire, type TombstoneOnWire, viewerOf, wireFor } from '../events/session-event.js';
import { ParticipantRepository } from './participant.repository.js';
import { type Pulse, type Session, SessionRepository } from './session.repository.js';
import type { SessionQuery, SessionView } from './session.schemas.js';

type View = z.input<typeof SessionView>;

/** A piece of the record as one viewer gets it. */
export interface RecordPage {
  readonly events: readonly (EventOnWire | TombstoneOnWire)[];
  readonly lastSeq: number;
  readonly epoch: number;
  readonly more: boolean;
}

/** A session as access sees it, with whoever was removed from it: no unit of theirs lets them in again. */
export interface SessionSubject extends AccessSubject {
  readonly removed: readonly string[];
}

/** Reads sessions and their records, each as the reader may see it. */
@Injectable()
export class SessionReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly participants: ParticipantRepository,
    private readonly events: EventRepository,
    private readonly access: AccessService,
    private readonly refusals: Refusals,
  ) {}

  async list(actor: Actor, { limit, cursor, caseId, state }: z.output<typeof SessionQuery>): Promise<Page<View>> {
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'session.read');
    const rows = await this.unitOfWork.read((tx) =>
      this.sessions.list(tx, scope, { caseId, state, before, limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], viewOf);
  }

  /** The record after a number, as the actor may see it. @throws NOT_FOUND */
  async recordAfter(actor: Actor, id: string, after: number, limit: number): Promise<RecordPage> {
    return this.unitOfWork.read(async (tx) => {
      const { lastSeq, epoch } = await this.requireVisible(tx, actor, id);
      const viewer = viewerOf(asUser(actor));
      const events = await this.events.after(tx, id, after, limit);
      // Events may have come since the session was read; a caller who claims to be further ahead learns nothing new.
      const newest = Math.max(lastSeq, events.at(-1)?.seq ?? 0);
      return {
        events: events.map((event) => wireFor(event, viewer)),
        lastSeq: newest,
        epoch,
        more: (events.at(-1)?.seq ?? after) < newest,
      };
    });
  }

  /** @throws NOT_FOUND */
  async requireReadable(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.read((tx) => this.requireVisible(tx, actor, id));
  }

  /** @throws NOT_FOUND, FORBIDDEN for whoever was removed from it */
  async requireVisible(tx: Tx, actor: Actor, id: string): Promise<Session> {
    const session = await this.sessions.find(tx, id);
    if (!session) throw PlatformErrors.NOT_FOUND();
    const subjects = await this.subjectsOf(tx, [session]);
    if (subjects.some(({ removed }) => removed.includes(actor.id))) {
      const subject = { kind: 'command_session', id };
      void this.refusals.note(actor, { action: 'session.read', subject, details: { code: 'FORBIDDEN' } });
      throw PlatformErrors.FORBIDDEN();
    }
    this.access.require(actor, 'session.read', subjects);
    return session;
  }

  /** What access asks about sessions, for deciding on many readers at once. */
  async subjects(ids: readonly string[]): Promise<SessionSubject[]> {
    return this.unitOfWork.read(async (tx) => this.subjectsOf(tx, await this.sessions.findAll(tx, ids)));
  }

  /** The sessions out of `subjects` that the actor may read. */
  readable(actor: Actor, subjects: readonly SessionSubject[]): ReadonlySet<string> {
    const open = subjects.filter(({ removed }) => !removed.includes(actor.id));
    return this.access.allowed(actor, 'session.read', open);
  }

  /** How far each session is, for heartbeats. */
  async pulses(ids: readonly string[]): Promise<Pulse[]> {
    return this.unitOfWork.read((tx) => this.sessions.pulses(tx, ids));
  }

  /** A session belongs to the unit that opened it and to every unit invited as a whole. */
  private async subjectsOf(tx: Tx, sessions: readonly Session[]): Promise<SessionSubject[]> {
    const admissions = await this.participants.admissions(
      tx,
      sessions.map(({ id }) => id),
    );
    return sessions.map(({ id, unitId }) => {
      const { invitedUnits = [], removed = [] } = admissions.get(id) ?? {};
      return { id, sessionId: id, unitIds: [unitId, ...invitedUnits], removed };
    });
  }
}

export function viewOf({
  createdAt,
  updatedAt,
  scheduledFor,
  offerExpiresAt,
  closedManifestSha256,
  ...session
}: Session): View {
  return {
    ...session,
    offerExpiresAt: offerExpiresAt?.toISOString() ?? null,
    scheduledFor: scheduledFor?.toISOString() ?? null,
    closedManifestSha256: closedManifestSha256?.toString('hex') ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
