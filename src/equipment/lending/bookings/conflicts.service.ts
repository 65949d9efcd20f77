import { Injectable } from '@nestjs/common';
import { AppError, UnitOfWork } from '../../../platform/index.js';
import { Alternatives } from '../alternatives/alternatives.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Holds } from '../lapses/holds.service.js';
import { PeriodTaken } from './period-taken.js';

const MOST_ATTEMPTS = 3;

/** Says what stands in the way of an order, until when, and what could be had instead. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly alternatives: Alternatives,
    private readonly holds: Holds,
  ) {}

  /**
   * Runs `work` (a transaction of its own) and turns `PeriodTaken` into its explanation. Where holds have run out, or
   * what stood in the way is gone by the time it is looked for, the work is tried again.
   * @throws BOOKING_CONFLICT, or PREEMPTION_NOT_ALLOWED, with `conflicts` and `alternatives`
   */
  async explained<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!isTaken(error)) throw error;
        if (attempt < MOST_ATTEMPTS && (await this.makeWay())) continue;
        if (!(error instanceof PeriodTaken)) throw error;
        const explanation = await this.explanationOf(error.wanted);
        if (explanation.conflicts.length > 0 || attempt > 1) throw refusalOf(error, explanation);
      }
    }
  }

  /** Ends the holds that have run out; whether there were any, so that a second try may succeed. */
  async makeWay(): Promise<boolean> {
    return (await this.holds.expireDue()) > 0;
  }

  /** What stands in the way of a wish that was undone, until when, and what could be had instead. */
  async explanationOf(wanted: PeriodTaken['wanted']) {
    return this.unitOfWork.read((tx) => this.alternatives.explain(tx, wanted));
  }
}

function refusalOf(error: PeriodTaken, explanation: Readonly<Record<string, unknown>>): AppError {
  const { refusals } = error;
  return refusals.length > 0
    ? EquipmentErrors.PREEMPTION_NOT_ALLOWED({ refusals, ...explanation }, error)
    : EquipmentErrors.BOOKING_CONFLICT(explanation, error);
}

/** Devices or lots that a hold which has run out may still keep. */
export function isTaken(error: unknown): boolean {
  return error instanceof PeriodTaken || (error instanceof AppError && error.code === 'LOT_SHORT');
}
