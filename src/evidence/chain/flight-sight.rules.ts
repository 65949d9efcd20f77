import type { FlightSummary } from '../../missions/index.js';
import type { Uploader } from './own-origins.js';

/**
 * Whether whoever brought an item in may know of a flight: flew it, is of its unit or of one above, or works on its case.
 * @param isWithin whether the first unit is the second or stands below it
 */
export function mayKnowFlight(
  { uploadedBy, unitId, caseIds }: Uploader,
  flight: Pick<FlightSummary, 'pilotId' | 'unitId' | 'caseId'>,
  isWithin: (unitId: string, ancestorId: string) => boolean,
): boolean {
  if (uploadedBy !== null && uploadedBy === flight.pilotId) return true;
  return isWithin(flight.unitId, unitId) || (flight.caseId !== null && caseIds.includes(flight.caseId));
}
