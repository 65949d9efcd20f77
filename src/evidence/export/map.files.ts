import type { Exhibit } from './exhibit.types.js';

/** Where the exhibits claim to be from, for map programs. An exhibit without a position is a feature without geometry. */
export function mapFiles(exhibits: readonly Exhibit[]): [path: string, content: string][] {
  const features = exhibits.map(({ number, record, purpose }) => ({
    type: 'Feature',
    id: record.id,
    geometry: record.position && { type: 'Point', coordinates: [record.position.lon, record.position.lat] },
    properties: {
      exhibit: number,
      title: record.title ?? record.fileName,
      kind: record.kind,
      purpose,
      capturedAt: record.capturedAt,
      positionSource: record.positionSource,
      sha256: record.sha256,
    },
  }));
  return [['data/maps/exhibits.geojson', `${JSON.stringify({ type: 'FeatureCollection', features }, null, 2)}\n`]];
}
