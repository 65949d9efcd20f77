import { MissionErrors } from '../missions.errors.js';
import type { Flight } from './flight.entity.js';

/** Refuses what was decided about an older version than the one that is held. @throws FLIGHT_CHANGED */
export function assertVersion({ version }: Pick<Flight, 'version'>, read: number | undefined): void {
  if (read !== undefined && read !== version) throw MissionErrors.FLIGHT_CHANGED({ version });
}
