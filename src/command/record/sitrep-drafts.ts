import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { UserActor } from '../../identity/index.js';
import { canonicalJson, Clock, newId, type Tx } from '../../platform/index.js';
import type { Session } from '../sessions/session.repository.js';
import { RecordMatter } from './record-matter.js';
import { isForAll } from './record-file.rules.js';
import { situationOf } from './report.rules.js';
import { SitrepContent, type SitrepCreate } from './report.schemas.js';
import { type Sitrep, SitrepRepository } from './sitrep.repository.js';

/** Draws up the next situation report: of what is meant for everyone, because everyone of the session reads it. */
@Injectable()
export class SitrepDrafts {
  constructor(
    private readonly matter: RecordMatter,
    private readonly reports: SitrepRepository,
    private readonly clock: Clock,
  ) {}

  /** Under the session's lock, so that numbers have no gap and no event falls between two reports. */
  async of(
    tx: Tx,
    session: Session,
    user: UserActor,
    said: z.output<typeof SitrepCreate>,
  ): Promise<Omit<Sitrep, 'seq'>> {
    const issuedAt = this.clock.now();
    const former = await this.reports.latest(tx, session.id);
    const before = former && contentOf(former);
    const { events, names, withheld } = await this.matter.of(tx, session, isForAll);
    const [number, sinceSeq] = [(former?.number ?? 0) + 1, before?.upToSeq ?? 0];
    const content: z.input<typeof SitrepContent> = {
      format: 'skydocket-situation-report/1',
      sessionId: session.id,
      title: session.title,
      kind: session.kind,
      caseId: session.caseId,
      number,
      documentNumber: said.documentNumber ?? null,
      period: { from: before?.period.to ?? session.createdAt.toISOString(), to: issuedAt.toISOString() },
      sinceSeq,
      upToSeq: session.lastSeq,
      signedBy: { userId: user.id, name: user.name, unitName: user.unitName },
      reviewedBy: said.reviewedBy ?? null,
      summary: said.summary ?? null,
      ...situationOf(events, names, { sinceSeq, at: issuedAt }),
      state: session.state,
      withheld: withheld.filter((seq) => seq > sinceSeq).length,
    };
    const text = canonicalJson(content);
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    return { id: newId(), sessionId: session.id, number, content: text, sha256, issuedBy: user.id, issuedAt };
  }
}

export function contentOf({ content }: Pick<Sitrep, 'content'>): z.output<typeof SitrepContent> {
  return SitrepContent.parse(JSON.parse(content));
}
