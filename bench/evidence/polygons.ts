import type { Polygon } from 'geojson';

/** Stars of 24 corners around places in the crowded half, from a field to a third of the city. */
export function polygons(count: number): Polygon[] {
  return Array.from({ length: count }, (_, nth) => {
    const radius = 0.002 * 1.5 ** (nth % 12);
    const lon = 116.3 + 0.5 * ((nth * 0.618_034) % 1);
    const lat = 37.7 + 0.5 * ((nth * 0.414_214) % 1);
    const corners = Array.from({ length: 24 }, (__, corner) => {
      const reach = corner % 2 === 0 ? radius : radius * 0.6;
      const turn = (2 * Math.PI * corner) / 24;
      return [lon + reach * Math.cos(turn), lat + reach * Math.sin(turn)];
    });
    return { type: 'Polygon', coordinates: [[...corners, corners[0] ?? []]] };
  });
}
