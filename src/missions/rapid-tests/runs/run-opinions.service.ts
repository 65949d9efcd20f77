import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import { type Actor, Clock, newId, UnitOfWork } from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionErrors } from '../../missions.errors.js';
import { MissionEvents, type RapidTestFact } from '../../missions.events.js';
import { ConfirmationRepository } from '../confirmations/confirmation.repository.js';
import type { RapidTest } from '../rapid-test.entity.js';
import { overrideRefusal } from '../verdict/override.rules.js';
import { RapidTestReader } from '../rapid-test.reader.js';
import type { RapidTestDetail, RapidTestOverride, RapidTestTelling } from '../rapid-test.schemas.js';
import { isFuture } from '../../samples/sample.rules.js';

type Detail = z.input<typeof RapidTestDetail>;

/** What people say and do about a run; its verdict stays what the rules said. */
@Injectable()
export class RunOpinions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: RapidTestReader,
    private readonly opinions: ConfirmationRepository,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, RAPID_TEST_OVERRIDE_SAME, RAPID_TEST_OVERRIDE_INVALID */
  async override(actor: Actor, id: string, input: z.output<typeof RapidTestOverride>): Promise<Detail> {
    return this.unitOfWork.run(actor, async (tx) => {
      const run = await this.reader.locked(tx, actor, 'rapidTest.judge', id);
      const { opinion, reason } = input;
      const refusal = overrideRefusal(run.verdict, opinion);
      if (refusal) throw MissionErrors[refusal]();
      const { id: givenBy, name: givenByName } = asUser(actor);
      const givenAt = this.clock.now();
      await this.opinions.addOverride(tx, {
        id: newId(),
        rapidTestId: id,
        opinion,
        reason,
        givenBy,
        givenByName,
        givenAt,
      });
      await this.journal.record(tx, {
        action: 'rapidTest.override',
        subject: { kind: 'rapid_test', id },
        details: { verdict: run.verdict, opinion, reason },
        event: MissionEvents['missions.rapid_test_overridden'],
        aggregate: `device:${run.deviceId}`,
        fact: { ...factOf(run), opinion },
      });
      return this.reader.detail(tx, run);
    });
  }

  /** From now on the time to contest runs, where there is one. @throws NOT_FOUND, FORBIDDEN, RAPID_TEST_TOLD_… */
  async tell(actor: Actor, id: string, input: z.output<typeof RapidTestTelling>): Promise<Detail> {
    return this.unitOfWork.run(actor, async (tx) => {
      const run = await this.reader.locked(tx, actor, 'rapidTest.record', id);
      const { toldTo, toldAt = this.clock.now() } = input;
      this.refuseTelling(run, toldAt);
      const told = Object.assign(run, { toldAt, toldTo });
      await this.reader.runs.save(tx, told);
      await this.journal.record(tx, {
        action: 'rapidTest.tell',
        subject: { kind: 'rapid_test', id },
        details: { toldAt, toldTo },
        event: MissionEvents['missions.rapid_test_told'],
        aggregate: `device:${run.deviceId}`,
        fact: { ...factOf(run), toldAt: toldAt.toISOString() },
      });
      return this.reader.detail(tx, told);
    });
  }

  private refuseTelling(run: RapidTest, toldAt: Date): void {
    if (run.toldAt !== null) throw MissionErrors.RAPID_TEST_TOLD_ALREADY({ toldAt: run.toldAt.toISOString() });
    if (toldAt < run.at) throw MissionErrors.RAPID_TEST_TOLD_TOO_EARLY();
    if (isFuture(toldAt, this.clock.now())) throw MissionErrors.RAPID_TEST_IN_THE_FUTURE();
  }
}

export function factOf({ id, deviceId, unitId, operatorId, caseId, verdict }: RapidTest): RapidTestFact {
  return { rapidTestId: id, deviceId, unitId, operatorId, caseId, verdict };
}
