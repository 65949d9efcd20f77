import { isStopped, type Outcome, reportOf, type Step, type StepReport } from './connection-step.rules.js';
import { reasonOf } from './probes/target.js';

/** An outcome, and what the next step needs of it. */
export type Taken<T> = Outcome & { readonly value?: T };

/** Steps of which each needs the one before: after the first that fails the others are skipped, and say so. */
export class StepLine {
  readonly reports: StepReport[] = [];
  private stoppedAt: Step | undefined;

  /** What the next step needs; undefined where it is not to be taken. */
  async take<T>(step: Step, work: () => Promise<Taken<T>> | Taken<T>): Promise<T | undefined> {
    if (this.stoppedAt !== undefined) {
      this.reports.push(reportOf(step, { code: 'EARLIER_STEP_FAILED', facts: { step: this.stoppedAt } }));
      return undefined;
    }
    const { value, ...outcome } = await this.tried(work);
    this.reports.push(reportOf(step, outcome));
    if (isStopped(outcome) && outcome.code !== 'TLS_NOT_ASKED') this.stoppedAt = step;
    return value;
  }

  /** Also where it does not succeed the others are tried. */
  async takeApart(step: Step, work: () => Promise<Outcome> | Outcome): Promise<void> {
    const before = this.stoppedAt;
    await this.take<never>(step, work);
    this.stoppedAt = before;
  }

  private async tried<T>(work: () => Promise<Taken<T>> | Taken<T>): Promise<Taken<T>> {
    try {
      return await work();
    } catch (error) {
      return { code: 'STEP_BROKE', facts: { reason: reasonOf(error) } };
    }
  }
}
