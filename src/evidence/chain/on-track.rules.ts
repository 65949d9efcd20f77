import type { Position } from '../../geo/index.js';
import { type TrackMoment, trackAt } from '../corroboration/track-match.rules.js';
import type { DeviceFinding } from '../evidence.codes.js';
import type { Trust } from '../metadata/claim.types.js';
import type { Surroundings } from './surroundings.reader.js';

/** Where the device's own track was at a moment; what its receiver had no fix for does not count. */
export function momentOnTrack({ track }: Pick<Surroundings, 'track'>, at: Date): TrackMoment | null {
  const samples = track
    .filter(({ fix }) => fix !== 'none')
    .map(({ at: sampledAt, receivedAt, position, heightAboveTakeoffMetres }) => ({
      at: sampledAt,
      receivedAt,
      ...position,
      heightAboveTakeoffMetres,
    }));
  const match = trackAt(samples, at);
  return match?.matched ? match.moment : null;
}

export interface TrackWord {
  readonly position: Position;
  readonly trust: Trust;
}

/** What the track says of an item's place: as sure as it is that the item comes from the device. */
export function wordOfTrack(around: Surroundings, at: Date, foundBy: DeviceFinding | null): TrackWord | null {
  const moment = momentOnTrack(around, at);
  if (!moment) return null;
  const { lon, lat } = moment;
  return { position: { lon, lat }, trust: foundBy === 'serial' ? 'medium' : 'low' };
}
