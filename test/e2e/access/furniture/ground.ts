import type { Cast } from '../cast.js';
import { made } from '../making.js';

/** A square of a hundred metres in 东光县. */
const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [116.542, 37.886],
      [116.543, 37.886],
      [116.543, 37.887],
      [116.542, 37.887],
      [116.542, 37.886],
    ],
  ],
} as const;

/** A layer of the county, and an area that was measured for its case. */
export async function survey(cast: Cast, caseId: string) {
  const commander = cast.of('own county', 'commander').client;
  const officer = cast.of('own county', 'field_officer').client;
  const form = new FormData();
  const name = { zh: '水源保护区', en: 'Water source zone' };
  const metadata = { code: 'probe_water', name, source: '水利局', date: '2026-01-01', version: '1' };
  form.append('metadata', JSON.stringify(metadata));
  const features = [{ type: 'Feature', geometry: SQUARE, properties: { name: '一级区' } }];
  form.append('file', new Blob([JSON.stringify({ type: 'FeatureCollection', features })]), 'water.geojson');
  return {
    layerId: await made(commander, '/layers', form),
    measurementId: await made(officer, '/measurements', { kind: 'area', caseId, geometry: SQUARE }),
  };
}
