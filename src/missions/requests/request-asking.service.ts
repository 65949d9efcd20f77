import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService, asUser, UnitTree } from '../../identity/index.js';
import { type Actor, Clock, newId, type Tx, UnitOfWork } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import { type Detail, RequestDesk } from './request-desk.service.js';
import type { AssistanceRequest } from './request.entity.js';
import { deadlineFault } from './request.rules.js';
import type { AssistanceAmend, AssistanceAsk } from './request.schemas.js';

type Ask = z.output<typeof AssistanceAsk>;

/** What the case handler does: asks, and gives the detail that was missing. */
@Injectable()
export class RequestAsking {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly desk: RequestDesk,
    private readonly cases: CasesService,
    private readonly access: AccessService,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  /**
   * For a case the actor is a member of.
   * @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_UNIT_NOT_IN_LINE, ASSISTANCE_DEADLINE_PAST, ASSISTANCE_DEADLINE_TOO_FAR
   */
  async ask(actor: Actor, input: Ask): Detail {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.requireMember(tx, actor, input.caseId);
      return this.desk.open(tx, actor, this.requestOf(actor, input));
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_STATE_CONFLICT, ASSISTANCE_DEADLINE_PAST, ASSISTANCE_DEADLINE_TOO_FAR */
  async amend(actor: Actor, id: string, input: z.output<typeof AssistanceAmend>): Detail {
    return this.desk.take(actor, id, {
      right: 'assistance.change',
      step: 'amend',
      prepare: async (_tx, { request }) => {
        const dueAt = input.dueAt ?? request.dueAt;
        this.requireSoundDeadline(dueAt);
        const changed = dueAt.getTime() !== request.dueAt.getTime();
        return { ...input, ...(changed && { dueAt, overdueToldAt: null }) };
      },
    });
  }

  private async requireMember(tx: Tx, actor: Actor, caseId: string): Promise<void> {
    const { unitId } = await this.cases.requireVisible(tx, actor, caseId);
    this.access.require(actor, 'assistance.ask', [{ id: caseId, caseId, unitIds: [unitId] }]);
  }

  private requestOf(actor: Actor, { unitId, placeName, ...input }: Ask): AssistanceRequest {
    const askingUnitId = asUser(actor).unitId;
    const line = this.units.ancestry(askingUnitId);
    if (unitId !== undefined && !line.includes(unitId)) throw MissionErrors.ASSISTANCE_UNIT_NOT_IN_LINE({ unitId });
    this.requireSoundDeadline(input.dueAt);
    const now = this.clock.now();
    return {
      ...input,
      id: newId(),
      placeName: placeName ?? null,
      askedBy: actor.id,
      askingUnitId,
      addressedUnitId: unitId ?? null,
      takenUnitId: null,
      state: 'asked',
      report: null,
      overdueToldAt: null,
      createdAt: now,
      updatedAt: now,
    };
  }

  private requireSoundDeadline(dueAt: Date): void {
    const fault = deadlineFault(dueAt, this.clock.now());
    if (fault) throw MissionErrors[fault]({ dueAt: dueAt.toISOString() });
  }
}
