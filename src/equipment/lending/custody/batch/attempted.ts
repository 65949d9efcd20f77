import { AppError, type Tx } from '../../../../platform/index.js';
import { PeriodTaken } from '../../bookings/period-taken.js';

export type Attempted<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError | PeriodTaken };

/** Runs one of several pieces of work in a transaction: a refusal undoes that piece alone, a fault undoes everything. */
export async function attempted<T>(tx: Tx, work: () => Promise<T>): Promise<Attempted<T>> {
  await tx.execute('SAVEPOINT attempted');
  try {
    const value = await work();
    await tx.execute('RELEASE SAVEPOINT attempted');
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof AppError || error instanceof PeriodTaken)) throw error;
    await tx.execute('ROLLBACK TO SAVEPOINT attempted');
    return { ok: false, error };
  }
}
