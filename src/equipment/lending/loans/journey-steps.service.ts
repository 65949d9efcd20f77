import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock, newId, type Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { JourneyJournal } from './journey.journal.js';
import { type JourneyState, mayAdvance } from './journey.rules.js';
import type { LoanStep } from './loan.entity.js';
import { type JourneyRow, LoanRepository } from './loan.repository.js';
import type { LoanAdvance } from './loan.schemas.js';

/** What a person says of a step. */
export type StepInput = Partial<Omit<z.output<typeof LoanAdvance>, 'journeyIds' | 'to' | 'checkOut'>>;

/** One journey goes one step on; its device is locked. */
@Injectable()
export class JourneySteps {
  constructor(
    private readonly loans: LoanRepository,
    private readonly journal: JourneyJournal,
    private readonly clock: Clock,
  ) {}

  /** @throws JOURNEY_STATE, JOURNEY_STEP_TIME */
  async advance(tx: Tx, row: JourneyRow, to: JourneyState, input: StepInput): Promise<JourneyRow> {
    const { id: journeyId, assetCode, state } = row;
    if (!mayAdvance(state, to)) throw EquipmentErrors.JOURNEY_STATE({ journeyId, assetCode, state, to });
    const now = this.clock.now();
    const at = input.at ?? now;
    if (at > now || at < row.lastAt) throw EquipmentErrors.JOURNEY_STEP_TIME({ journeyId, after: row.lastAt });
    await this.loans.advance(tx, journeyId, to, now);
    return this.record(tx, journeyId, stepOf(tx, journeyId, to, input, { at, recordedAt: now }), input.photoIds ?? []);
  }

  /** The first step, of a journey that was just made. */
  async begin(tx: Tx, journeyId: string, note: string | undefined): Promise<JourneyRow> {
    const at = this.clock.now();
    return this.record(tx, journeyId, stepOf(tx, journeyId, 'prepared', { note }, { at, recordedAt: at }), []);
  }

  private async record(tx: Tx, id: string, step: LoanStep, photoIds: readonly string[]): Promise<JourneyRow> {
    await this.loans.addStep(tx, step, photoIds);
    const [row] = await this.loans.find(tx, [id]);
    if (!row) throw new Error(`journey ${id} is gone`);
    await this.journal.stepped(tx, row, step);
    return row;
  }
}

function stepOf(
  { actor }: Tx,
  journeyId: string,
  state: JourneyState,
  { carrier, waybill, position, condition, note, signature }: StepInput,
  times: Pick<LoanStep, 'at' | 'recordedAt'>,
): LoanStep {
  return {
    id: newId(),
    journeyId,
    state,
    ...times,
    actorId: actor.kind === 'user' ? actor.id : null,
    actorName: actor.name,
    carrier: carrier ?? null,
    waybill: waybill ?? null,
    position: position ? { x: position.lon, y: position.lat } : null,
    condition: condition ?? null,
    note: note ?? null,
    signature: signature ?? null,
  };
}
