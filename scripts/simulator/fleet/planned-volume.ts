import { boundingBox, boxPolygon } from '../../../src/geo/index.js';
import type { ComingFlight } from './speaker.js';

const MARGIN_DEGREES = 0.0008;
const MARGIN_METRES = 15;
const HIGHEST_METRES = 119;
/** So much of its height has a flight that strays in its plan. */
const STRAYING_PART = 0.55;

/** A box around the whole path; that of a flight that is to stray is lower than it flies. */
export function plannedVolume({ path, highestMetres }: ComingFlight, isStraying: boolean) {
  const way = boundingBox({ type: 'LineString', coordinates: path.map(({ lon, lat }) => [lon, lat]) });
  const geometry = boxPolygon({
    minLon: way.minLon - MARGIN_DEGREES,
    minLat: way.minLat - MARGIN_DEGREES,
    maxLon: way.maxLon + MARGIN_DEGREES,
    maxLat: way.maxLat + MARGIN_DEGREES,
  });
  const enough = Math.min(HIGHEST_METRES, Math.round(highestMetres) + MARGIN_METRES);
  const upperMetres = isStraying ? Math.round(highestMetres * STRAYING_PART) : enough;
  return { geometry, lowerMetres: 0, upperMetres };
}
