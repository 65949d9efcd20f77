import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, type AccessSubject, type Permission } from '../../identity/index.js';
import { type Actor, Clock, PlatformErrors, type Tx } from '../../platform/index.js';
import { ConfirmationRepository } from './confirmations/confirmation.repository.js';
import { contestOf } from './runs/contest.rules.js';
import type { RapidTest } from './rapid-test.entity.js';
import { RapidTestRepository } from './rapid-test.repository.js';
import type { RapidTestDetail } from './rapid-test.schemas.js';
import { toRapidTestDetail, type WholeRun } from './rapid-test.views.js';

/** Runs for those who may see or change them, with everything that hangs on them. */
@Injectable()
export class RapidTestReader {
  constructor(
    readonly runs: RapidTestRepository,
    private readonly confirmations: ConfirmationRepository,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async visible(tx: Tx, actor: Actor, id: string): Promise<RapidTest> {
    return this.allowed(actor, 'rapidTest.read', await this.runs.find(tx, id));
  }

  /** Until the transaction ends. @throws NOT_FOUND, FORBIDDEN */
  async locked(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<RapidTest> {
    return this.allowed(actor, permission, await this.runs.lock(tx, id));
  }

  async detail(tx: Tx, run: RapidTest): Promise<z.input<typeof RapidTestDetail>> {
    return toRapidTestDetail(await this.whole(tx, run));
  }

  async whole(tx: Tx, run: RapidTest): Promise<WholeRun> {
    return {
      run,
      photos: await this.runs.photosOf(tx, run.id),
      overrides: await this.confirmations.overridesOf(tx, run.id),
      confirmations: await this.confirmations.of(tx, run.id),
      contest: contestOf(run, this.clock.now()),
    };
  }

  private allowed(actor: Actor, permission: Permission, run: RapidTest | null): RapidTest {
    if (!run) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [subjectOf(run)]);
    return run;
  }
}

export function subjectOf({ id, unitId, caseId }: Pick<RapidTest, 'id' | 'unitId' | 'caseId'>): AccessSubject {
  return { id, unitIds: [unitId], caseId };
}
