import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, keysetPage, numberInCursor, type Page, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import { actorOf, type PersonActing } from '../events/session-event.js';
import { SessionReader } from '../sessions/session-reader.js';
import { ReportRights } from './report-rights.js';
import type { SitrepCreate, SitrepLine, SitrepQuery, SitrepView } from './report.schemas.js';
import { contentOf, SitrepDrafts } from './sitrep-drafts.js';
import { type Sitrep, SitrepRepository } from './sitrep.repository.js';

type View = z.input<typeof SitrepView>;
type Line = z.input<typeof SitrepLine>;

/** Situation reports: drawn up from the record, numbered without a gap, and part of the record by their digest. */
@Injectable()
export class Sitreps {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly rights: ReportRights,
    private readonly drafts: SitrepDrafts,
    private readonly facts: ServiceFacts,
    private readonly reports: SitrepRepository,
  ) {}

  /** @throws NOT_FOUND, BAD_STATE; FORBIDDEN for whoever may not enter into the record */
  async issue(actor: Actor, sessionId: string, said: z.output<typeof SitrepCreate>): Promise<View> {
    const user = asUser(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.sessions.requireVisible(tx, actor, sessionId);
      let issued: Sitrep | undefined;
      await this.facts.enter(tx, sessionId, async (session) => {
        const role = await this.rights.requireRecorder(tx, actor, session);
        const draft = await this.drafts.of(tx, session, user, said);
        return factOf(draft, actorOf(user, role), async (seq) => {
          issued = { ...draft, seq };
          await this.reports.insert(tx, issued);
        });
      });
      if (!issued) throw PlatformErrors.NOT_FOUND();
      return viewOf(issued);
    });
  }

  /** @throws NOT_FOUND, CURSOR_INVALID */
  async list(actor: Actor, sessionId: string, { limit, cursor }: z.output<typeof SitrepQuery>): Promise<Page<Line>> {
    const before = numberInCursor(cursor);
    return this.unitOfWork.read(async (tx) => {
      await this.sessions.requireVisible(tx, actor, sessionId);
      const rows = await this.reports.list(tx, sessionId, before, limit + 1);
      return keysetPage(rows, limit, ({ number }) => [number], lineOf);
    });
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, sessionId: string, number: number): Promise<View> {
    return this.unitOfWork.read(async (tx) => {
      await this.sessions.requireVisible(tx, actor, sessionId);
      const report = await this.reports.find(tx, sessionId, number);
      if (!report) throw PlatformErrors.NOT_FOUND();
      return viewOf(report);
    });
  }
}

function factOf(
  { id: reportId, number, sha256, issuedAt }: Omit<Sitrep, 'seq'>,
  actor: PersonActing,
  apply: (seq: number) => Promise<void>,
): ServiceFact {
  const payload = { reportId, number, sha256, signedBy: actor.name };
  return { type: 'sitrep.issued', occasion: String(number), actor, occurredAt: issuedAt, payload, apply };
}

function lineOf({ id, sessionId, number, seq, sha256, issuedAt }: Sitrep): Line {
  return { id, sessionId, number, seq, sha256, issuedAt: issuedAt.toISOString() };
}

function viewOf(report: Sitrep): View {
  return { ...lineOf(report), content: contentOf(report) };
}
