import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { asUser, UnitTree } from '../../identity/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { requireKind } from '../commands/session-kind.js';
import { EventRepository } from '../events/event.repository.js';
import { type EventOnWire, viewerOf, wireFor } from '../events/session-event.js';
import { SessionPeople } from '../sessions/session-people.js';
import { SessionReader } from '../sessions/session-reader.js';
import { ConsultationReader } from './consultation.reader.js';
import type { MinutesMatter } from './minutes.paper.js';

/** Events that say what no table of the consultation says. */
const TOLD_BY_EVENTS = [
  'session.opened',
  'session.scheduled',
  'session.open',
  'session.close',
  'command.accept',
  'command.takeOver',
  'command.assume',
  'guest.entered',
  'agenda.set',
  'chat.promote',
  'conclusion.settle',
] as const;

/** Gathers what the minutes of a consultation are drawn from, as one reader may see it. */
@Injectable()
export class MinutesMatterReader {
  constructor(
    private readonly sessions: SessionReader,
    private readonly consultations: ConsultationReader,
    private readonly people: SessionPeople,
    private readonly events: EventRepository,
    private readonly cases: CasesService,
    private readonly units: UnitTree,
  ) {}

  /** @throws NOT_FOUND, WRONG_SESSION_KIND */
  async of(tx: Tx, actor: Actor, sessionId: string): Promise<MinutesMatter> {
    const session = await this.sessions.requireVisible(tx, actor, sessionId);
    requireKind(session, 'consultation');
    const file = await this.cases.find(tx, session.caseId);
    const { members } = await this.people.of(tx, sessionId);
    const viewer = viewerOf(asUser(actor));
    const events = await this.events.ofTypes(tx, sessionId, TOLD_BY_EVENTS);
    return {
      session,
      unitName: this.units.find(session.unitId)?.name ?? '',
      lastSeq: session.lastSeq,
      caseName: file ? `${file.number} ${file.title}` : '',
      consultation: await this.consultations.present(tx, actor, sessionId),
      members: members.filter(({ userId, joinedSeq }) => userId !== null && joinedSeq !== null),
      events: events.map((event) => wireFor(event, viewer)).filter((event): event is EventOnWire => 'type' in event),
    };
  }
}
