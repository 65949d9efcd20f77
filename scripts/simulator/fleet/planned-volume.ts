import type { ComingFlight } from './speaker.js';

const MARGIN_DEGREES = 0.0008;
const MARGIN_METRES = 15;
const HIGHEST_METRES = 119;
/** So much of its height has a flight that strays in its plan. */
const STRAYING_PART = 0.55;

/** A box around the whole path; that of a flight that is to stray is lower than it flies. */
export function plannedVolume({ path, highestMetres }: ComingFlight, isStraying: boolean) {
  const lons = path.map(({ lon }) => lon);
  const lats = path.map(({ lat }) => lat);
  const [west, east] = [Math.min(...lons) - MARGIN_DEGREES, Math.max(...lons) + MARGIN_DEGREES];
  const [south, north] = [Math.min(...lats) - MARGIN_DEGREES, Math.max(...lats) + MARGIN_DEGREES];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as const;
  const enough = Math.min(HIGHEST_METRES, Math.round(highestMetres) + MARGIN_METRES);
  const upperMetres = isStraying ? Math.round(highestMetres * STRAYING_PART) : enough;
  return { geometry: { type: 'Polygon', coordinates: [ring] as const }, lowerMetres: 0, upperMetres };
}
