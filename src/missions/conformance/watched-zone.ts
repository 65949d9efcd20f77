import type { ZoneCandidate } from '../airspace/deconfliction.rules.js';
import type { WatchedZone } from './conformance.types.js';

/** A zone as flights in the air are held against it. */
export function toWatchedZone(zone: ZoneCandidate): WatchedZone {
  const { zoneId, name, rule, geometry, lowerMetres, upperMetres = Infinity, during } = zone;
  return { zoneId, name, rule, volume: { geometry, lowerMetres, upperMetres }, applies: [during] };
}
