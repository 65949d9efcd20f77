import type { AccessScope } from '../../../identity/index.js';
import type { SqlValues } from '../../register/pool/sql-values.js';

/** Custodies `c` (booked by `b`, of device `d`) that a scope shows: holder's, booker's and owner's, and of its cases. */
export function custodyInScope({ unitIds, caseIds }: AccessScope, values: SqlValues): string {
  const units = `ARRAY[c.holder_unit_id, b.unit_id, d.unit_id] && ${values.at(unitIds)}::uuid[]`;
  return `(${units} OR b.case_id = ANY(${values.at(caseIds)}))`;
}
