import type { Wanted } from '../alternatives/wishes.service.js';

/** Somebody else has what is wanted. `Conflicts` explains it once the transaction is undone. */
export class PeriodTaken extends Error {
  override readonly name = 'PeriodTaken';
  constructor(
    readonly wanted: Wanted,
    cause?: unknown,
    /** Why what has it cannot be taken over, where that was asked for. */
    readonly refusals: readonly object[] = [],
  ) {
    super('the period is taken', { cause });
  }
}
