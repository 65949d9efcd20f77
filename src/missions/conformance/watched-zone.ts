import type { Period } from '../../platform/index.js';
import { zoneVolume } from '../airspace/zones/airspace-zone.rules.js';
import { activeSpans } from '../airspace/deconfliction/applicability.rules.js';
import type { ZoneCandidate } from '../airspace/deconfliction/deconfliction.rules.js';
import type { WatchedZone } from './conformance.types.js';

/** A zone as flights in the air are held against it, with its hours within the period that is looked at. */
export function toWatchedZone(zone: ZoneCandidate, looked: Period): WatchedZone {
  const { zoneId, name, rule, applicability, during } = zone;
  return { zoneId, name, rule, volume: zoneVolume(zone), applies: activeSpans(applicability, during, looked) };
}
