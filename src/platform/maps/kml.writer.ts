import type { Geometry, Position } from 'geojson';
import { writeXml, type XmlDraft } from '../archives/index.js';
import type { MapCollection, MapFeature, MapValue } from './map.types.js';

/** A folder for each collection, everything that is known of a feature as extended data. [OGC 12-007r2] */
export function writeKml(title: string, collections: readonly MapCollection[]): string {
  const folders = collections.map(({ title: name, description, features }): XmlDraft => ({
    name: 'Folder',
    content: [text('name', name), text('description', description), ...features.map(placemark)],
  }));
  return writeXml({
    name: 'kml',
    attributes: { xmlns: 'http://www.opengis.net/kml/2.2' },
    content: [{ name: 'Document', content: [text('name', title), ...folders] }],
  });
}

function placemark({ id, geometry, properties }: MapFeature): XmlDraft {
  const data = Object.entries<MapValue>({ id, ...properties })
    .filter(([, value]) => value !== null)
    .map(([name, value]): XmlDraft => ({
      name: 'Data',
      attributes: { name },
      content: [text('value', String(value))],
    }));
  const name = properties['title'] ?? properties['name'] ?? id;
  return {
    name: 'Placemark',
    attributes: { id: `f-${id}` },
    content: [
      text('name', String(name)),
      { name: 'ExtendedData', content: data },
      ...(geometry ? [shape(geometry)] : []),
    ],
  };
}

function shape(geometry: Geometry): XmlDraft {
  switch (geometry.type) {
    case 'Point':
      return { name: 'Point', content: [coordinates([geometry.coordinates])] };
    case 'LineString':
      return { name: 'LineString', content: [coordinates(geometry.coordinates)] };
    case 'Polygon':
      return { name: 'Polygon', content: geometry.coordinates.map(boundary) };
    case 'GeometryCollection':
      return { name: 'MultiGeometry', content: geometry.geometries.map(shape) };
    case 'MultiPoint':
      return several(geometry.coordinates.map((part) => ({ type: 'Point', coordinates: part })));
    case 'MultiLineString':
      return several(geometry.coordinates.map((part) => ({ type: 'LineString', coordinates: part })));
    case 'MultiPolygon':
    default:
      return several(geometry.coordinates.map((part) => ({ type: 'Polygon', coordinates: part })));
  }
}

function several(parts: readonly Geometry[]): XmlDraft {
  return { name: 'MultiGeometry', content: parts.map(shape) };
}

function boundary(ring: readonly Position[], nth: number): XmlDraft {
  const name = nth === 0 ? 'outerBoundaryIs' : 'innerBoundaryIs';
  return { name, content: [{ name: 'LinearRing', content: [coordinates(ring)] }] };
}

function coordinates(line: readonly Position[]): XmlDraft {
  return text('coordinates', line.map(([lon = NaN, lat = NaN]) => `${lon},${lat}`).join(' '));
}

function text(name: string, content: string): XmlDraft {
  return { name, content };
}
