import { CANCELLABLE_STATES } from '../bookings/booking.rules.js';
import type { SqlValues } from '../../register/pool/sql-values.js';
import type { Weight } from './preemption.rules.js';

const WAITING = CANCELLABLE_STATES.map((state) => `'${state}'`).join(', ');

/** Whether a line `l` makes way for a booking of this weight; see `preemptionRefusal`. */
export function yieldingSql(values: SqlValues, { lowerUnitIds, priority }: Weight): string {
  return `(l.state IN (${WAITING}) AND EXISTS (
    SELECT 1 FROM booking yielding WHERE yielding.id = l.booking_id AND yielding.priority < ${values.at(priority)}
      AND yielding.unit_id = ANY(${values.at(lowerUnitIds)}::uuid[])))`;
}
