import type { Position } from '../../../geo/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { parsed, placed } from './wpml.values.js';

/** @throws WAYLINE_VALUE_INVALID for what is no number, WAYLINE_POSITION_REFUSED for what is no place */
export function positionAt(
  { lon, lat }: { readonly lon: string; readonly lat: string },
  { element, where }: { readonly element: string; readonly where: string },
): Position {
  const position = { lon: parsed(lon, element, where), lat: parsed(lat, element, where) };
  const isNowhere = position.lon === 0 && position.lat === 0;
  // Where the sphere is flat enough for a plane, and no way crosses the antimeridian.
  if (isNowhere || Math.abs(position.lon) >= 180 || Math.abs(position.lat) >= 89)
    throw MissionErrors.WAYLINE_POSITION_REFUSED({ ...placed(where), value: `${lon},${lat}`.slice(0, 100) });
  return position;
}
