import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  UnitOfWork,
} from '../../platform/index.js';
import { SweepErrors } from './sweep.errors.js';
import { SweepRepository } from './sweep.repository.js';
import type { FindingQuery, FindingView, IntegrityView, SweepView } from './sweep.schemas.js';
import { SweepStarter } from './sweep.starter.js';
import { toFindingView, toSweepView } from './sweep.views.js';

/** How it stands with the originals. No case content: digests, counts and what was found. */
@Injectable()
export class IntegrityService {
  constructor(
    private readonly repository: SweepRepository,
    private readonly starter: SweepStarter,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async state(): Promise<z.input<typeof IntegrityView>> {
    return this.unitOfWork.read(async (tx) => {
      const [running, last] = [await this.repository.open(tx), await this.repository.lastEnded(tx)];
      const { originals, neverChecked, oldestCheckAt } = await this.repository.counts(tx);
      const open = await this.repository.openByKind(tx);
      const of = (kind: 'missing' | 'changed' | 'truncated' | 'unreadable' | 'untracked'): number =>
        open.get(kind) ?? 0;
      return {
        running: running && toSweepView(running),
        last: last && toSweepView(last),
        originals,
        neverChecked,
        oldestCheckAt: oldestCheckAt?.toISOString() ?? null,
        openFindings: {
          missing: of('missing'),
          changed: of('changed'),
          truncated: of('truncated'),
          unreadable: of('unreadable'),
          untracked: of('untracked'),
        },
      };
    });
  }

  /** Newest first. */
  async findings({ state, limit, cursor }: z.output<typeof FindingQuery>): Promise<Page<z.input<typeof FindingView>>> {
    const filter = { state, before: idInCursor(cursor), limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.repository.findings(tx, filter));
    return keysetPage(rows, limit, ({ id }) => [id], toFindingView);
  }

  /** Begins at once; the pieces are read minute by minute. @throws SWEEP_RUNNING */
  async sweep(actor: Actor): Promise<z.input<typeof SweepView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const sweep = await this.starter.begin(tx, actor.id);
      if (!sweep) throw SweepErrors.SWEEP_RUNNING();
      return toSweepView(sweep);
    });
  }

  /** Somebody knows of it and says why it stays so; the same is not told of again. @throws NOT_FOUND, FINDING_NOT_OPEN */
  async accept(actor: Actor, id: string, reason: string): Promise<z.input<typeof FindingView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const accepted = await this.repository.accept(tx, id, { reason, by: actor.id, at: this.clock.now() });
      const finding = await this.repository.find(tx, id);
      if (!finding) throw PlatformErrors.NOT_FOUND();
      if (!accepted) throw SweepErrors.FINDING_NOT_OPEN();
      const { sha256, kind } = finding;
      await this.audit.record(tx, {
        action: 'integrity.accept',
        subject: { kind: 'integrityFinding', id },
        details: { sha256, kind, reason },
      });
      return toFindingView(finding);
    });
  }
}
