import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EquipmentService } from '../../equipment/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import { type Detail, RequestDesk } from './request-desk.service.js';
import type { AssistanceOutcome, AssistanceRequest, OutcomeKind } from './request.entity.js';
import type { HeldRequest } from './request.repository.js';
import type { AssistanceReport } from './request.schemas.js';

type Report = z.output<typeof AssistanceReport>;

/** The work itself: begun, reported, not done, or not wanted any more. */
@Injectable()
export class RequestWork {
  constructor(
    private readonly desk: RequestDesk,
    private readonly equipment: EquipmentService,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_STATE_CONFLICT */
  async start(actor: Actor, id: string, reason?: string): Detail {
    return this.desk.take(actor, id, { right: 'assistance.carryOut', step: 'start', reason });
  }

  /** @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_STATE_CONFLICT, ASSISTANCE_OUTCOME_UNKNOWN */
  async close(actor: Actor, id: string, report: Report): Detail {
    return this.desk.take(actor, id, {
      right: 'assistance.carryOut',
      step: 'close',
      prepare: async (tx, held) => {
        await this.link(tx, held.request, report);
        await this.giveUpBookings(tx, held);
        return { report: report.text };
      },
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_STATE_CONFLICT */
  async notDone(actor: Actor, id: string, reason: string): Detail {
    return this.desk.take(actor, id, {
      right: 'assistance.carryOut',
      step: 'not_done',
      reason,
      prepare: (tx, held) => this.giveUpBookings(tx, held),
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_STATE_CONFLICT once the work has begun */
  async withdraw(actor: Actor, id: string, reason: string): Detail {
    return this.desk.take(actor, id, {
      right: 'assistance.change',
      step: 'withdraw',
      reason,
      prepare: (tx, held) => this.giveUpBookings(tx, held),
    });
  }

  /** What was kept for the work and has not left is free for others; who was assigned stays on record. */
  private async giveUpBookings(tx: Tx, { assignments }: HeldRequest): Promise<Record<string, never>> {
    for (const { bookingId } of assignments) await this.equipment.giveUpBooking(tx, bookingId);
    return {};
  }

  private async link(tx: Tx, { id: requestId, caseId }: AssistanceRequest, report: Report): Promise<void> {
    const named: Readonly<Record<OutcomeKind, readonly string[]>> = {
      flight: report.flightIds,
      rapid_test: report.rapidTestIds,
      sample: report.sampleIds,
    };
    const outcomes: AssistanceOutcome[] = [];
    for (const [kind, ids] of Object.entries(named) as [OutcomeKind, readonly string[]][]) {
      const known = new Set(await this.desk.requests.ofCase(tx, kind, ids, caseId));
      const unknown = ids.filter((id) => !known.has(id));
      if (unknown.length > 0) throw MissionErrors.ASSISTANCE_OUTCOME_UNKNOWN({ kind, ids: unknown });
      outcomes.push(...ids.map((subjectId) => ({ requestId, kind, subjectId })));
    }
    if (outcomes.length > 0) await this.desk.requests.addOutcomes(tx, outcomes);
  }
}
