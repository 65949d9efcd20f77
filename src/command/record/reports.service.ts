import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, Clock, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { type SessionEvent, viewerOf } from '../events/session-event.js';
import { SessionReader } from '../sessions/session-reader.js';
import { BriefingReader } from './briefing-reader.js';
import { RecordMatter } from './record-matter.js';
import { commandersIn, linesDuring } from './report.rules.js';
import type { BriefingView, CommanderLogView, LogQuery } from './report.schemas.js';
import { SessionFold } from './session-fold.rules.js';
import { reads } from './timeline.service.js';

/** More than that nobody reads in one log; a shorter period can be asked for. */
const MOST_LINES = 2_000;

/** What can be drawn from the record at any time: the commander's log and the briefing. */
@Injectable()
export class Reports {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly matter: RecordMatter,
    private readonly briefings: BriefingReader,
    private readonly clock: Clock,
  ) {}

  /** From what the reader may read. @throws NOT_FOUND, COMMAND_LOG_TOO_LONG */
  async log(
    actor: Actor,
    id: string,
    { from, to }: z.output<typeof LogQuery>,
  ): Promise<z.output<typeof CommanderLogView>> {
    const viewer = viewerOf(asUser(actor));
    return this.unitOfWork.read(async (tx) => {
      const session = await this.sessions.requireVisible(tx, actor, id);
      const { events, names, withheld } = await this.matter.of(tx, session, (event) => reads(viewer, event));
      const lines = linesDuring(events, names, { from, to });
      if (lines.length > MOST_LINES) throw CommandErrors.COMMAND_LOG_TOO_LONG({ most: MOST_LINES });
      const until = events.filter(({ occurredAt }) => !to || Date.parse(occurredAt) < to.getTime());
      return {
        sessionId: id,
        title: session.title,
        kind: session.kind,
        caseId: session.caseId,
        period: { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null },
        upToSeq: session.lastSeq,
        commanders: commandersIn(until),
        people: peopleIn(until, to ?? this.clock.now()),
        lines,
        withheld: withheld.length,
      };
    });
  }

  /** As the one that goes with an offer of command. @throws NOT_FOUND */
  async briefing(actor: Actor, id: string): Promise<z.output<typeof BriefingView>> {
    return this.unitOfWork.read(async (tx) => {
      const session = await this.sessions.requireVisible(tx, actor, id);
      return this.briefings.of(tx, session, this.clock.now());
    });
  }
}

function peopleIn(events: readonly SessionEvent[], at: Date) {
  const { people } = SessionFold.of(events).at(at);
  return people
    .filter(({ state }) => state === 'joined')
    .map(({ seq, name, unitName, role }) => ({ seq, name, unitName, role }));
}
