import type { MapCollection } from './map.types.js';

/** One collection as GeoJSON (RFC 7946): WGS-84, longitude first; what has no place is a feature without geometry. */
export function writeGeoJson({ title, description, features }: MapCollection): string {
  const collection = {
    type: 'FeatureCollection',
    title,
    description,
    features: features.map(({ id, geometry, properties }) => ({ type: 'Feature', id, geometry, properties })),
  };
  return `${JSON.stringify(collection)}\n`;
}
