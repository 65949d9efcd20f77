import type { Raw } from './raw.rules.js';

/** An element of the document, by its name without prefix. */
export interface KmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly KmlElement[];
}

/** What a height above means in KML; without one of these the outline lies on the ground and says nothing of heights. */
const ALTITUDE_REFERENCES: Readonly<Record<string, string>> = { relativeToGround: 'AGL', absolute: 'AMSL' };

/** Heights among the extended data come as text. */
const HEIGHTS = new Set(['lowerMetres', 'upperMetres', 'lowerLimit', 'upperLimit']);
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Whether parts of the document are somewhere else: what is not in the file cannot be taken over. */
export function linksElsewhere(root: KmlElement): boolean {
  return found(root, 'NetworkLink').length > 0;
}

/** The placemarks of a document (OGC KML 2.3) as features of plain GeoJSON; our words come from their extended data. */
export function kmlFeatures(root: KmlElement): Raw[] {
  return found(root, 'Placemark').map((placemark) => {
    const polygons = found(placemark, 'Polygon');
    const span = child(placemark, 'TimeSpan');
    const during = span && { from: textIn(span, 'begin'), to: textIn(span, 'end') };
    return {
      type: 'Feature',
      id: placemark.attributes['id'],
      properties: {
        ...altitudesOf(polygons),
        name: textIn(placemark, 'name'),
        ...(during && { during }),
        ...extendedData(placemark),
      },
      geometry: geometryOf(polygons),
    };
  });
}

function geometryOf(polygons: readonly KmlElement[]): Raw | null {
  const coordinates = polygons.map((polygon) => [
    ...found(polygon, 'outerBoundaryIs').map(ringOf),
    ...found(polygon, 'innerBoundaryIs').map(ringOf),
  ]);
  if (coordinates.length === 0) return null;
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0] }
    : { type: 'MultiPolygon', coordinates };
}

function ringOf(boundary: KmlElement): number[][] {
  return tuplesOf(boundary).map(([lon = Number.NaN, lat = Number.NaN]) => [lon, lat]);
}

function tuplesOf(element: KmlElement): number[][] {
  const text = found(element, 'coordinates')
    .map((coordinates) => coordinates.text)
    .join(' ');
  return text
    .split(/\s+/)
    .filter((tuple) => tuple !== '')
    .map((tuple) => tuple.split(',').map((part) => (NUMBER.test(part) ? Number(part) : Number.NaN)));
}

/** An outline that is extruded reaches from the ground to its highest point; any other says nothing of heights. */
function altitudesOf(polygons: readonly KmlElement[]): Raw {
  const [first] = polygons;
  const mode = first && textIn(first, 'altitudeMode');
  const reference = ALTITUDE_REFERENCES[mode ?? ''];
  const same = polygons.every(
    (polygon) => textIn(polygon, 'altitudeMode') === mode && textIn(polygon, 'extrude') === '1',
  );
  if (reference === undefined || !same) return {};
  const heights = polygons.flatMap(tuplesOf).map(([, , height = 0]) => height);
  const upperLimit = heights.reduce((highest, height) => Math.max(highest, height), 0);
  return { upperLimit, upperVerticalReference: reference, uomDimensions: 'M' };
}

function extendedData(placemark: KmlElement): Raw {
  const named = [
    ...found(placemark, 'Data').map((data) => [data.attributes['name'], textIn(data, 'value')] as const),
    ...found(placemark, 'SimpleData').map((data) => [data.attributes['name'], data.text] as const),
  ];
  return Object.fromEntries(
    named.flatMap(([name, value]) =>
      name === undefined || value === undefined || value === ''
        ? []
        : [[name, HEIGHTS.has(name) && NUMBER.test(value) ? Number(value) : value]],
    ),
  );
}

function found(element: KmlElement, name: string): KmlElement[] {
  return element.children.flatMap((inner) => (inner.name === name ? [inner] : found(inner, name)));
}

function child(element: KmlElement, name: string): KmlElement | undefined {
  return element.children.find((inner) => inner.name === name);
}

function textIn(element: KmlElement, name: string): string | undefined {
  return child(element, name)?.text || undefined;
}
