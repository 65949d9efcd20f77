import type { Readable } from 'node:stream';
import { gatheredStream, writeSpreadsheet, xmlText } from '../../../platform/index.js';
import { type ExportedPoint, type ExportedTrack, type TrackFormat, UNITS } from './track-export.types.js';
import { known, VALUES } from './track-values.js';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const OWN = 'urn:skydocket:track:1';

/** Every frame of a track, written while it is read. */
export function writeTrack(format: TrackFormat, track: ExportedTrack): Readable {
  if (format === 'csv') return writeCsvTrack(track);
  return gatheredStream({ geojson, gpx, kml }[format](track));
}

function writeCsvTrack({ name, points }: ExportedTrack): Readable {
  const columns = ['at', 'lon', 'lat', ...VALUES.map(([value]) => value), 'segment'];
  return writeSpreadsheet('csv', {
    name,
    columns: columns.map((heading) => ({ heading, kind: 'text' })),
    rows: rowsOf(points),
  });
}

async function* rowsOf(points: AsyncIterable<ExportedPoint>) {
  for await (const point of points) {
    const { at, position, segment } = point;
    yield [at.toISOString(), position.lon, position.lat, ...VALUES.map(([, read]) => read(point)), segment];
  }
}

/** A point for each frame; the third coordinate is the height over the ellipsoid (RFC 7946 §3.1.1). */
async function* geojson({ deviceId, name, points }: ExportedTrack): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(name)},"deviceId":"${deviceId}","units":${JSON.stringify(UNITS)},"features":[`;
  let separator = '\n';
  for await (const point of points) {
    const { at, position, segment, altitudeEllipsoidMetres: height } = point;
    const coordinates = [position.lon, position.lat, ...(height === null ? [] : [height])];
    const properties = { at: at.toISOString(), segment, ...Object.fromEntries(known(point)) };
    const feature = { type: 'Feature', geometry: { type: 'Point', coordinates }, properties };
    yield separator + JSON.stringify(feature);
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** `ele` only where the height over the sea is known. */
async function* gpx({ name, points }: ExportedTrack): AsyncGenerator<string> {
  yield `${DECLARATION}<gpx version="1.1" creator="Skydocket" xmlns="http://www.topografix.com/GPX/1/1" xmlns:s="${OWN}">\n`;
  yield `<metadata><name>${xmlText(name)}</name><desc>${xmlText(UNITS)}</desc></metadata>\n<trk><name>${xmlText(name)}</name>\n`;
  yield* bySegment(points, { begin: () => '<trkseg>\n', end: '</trkseg>\n', point: gpxPoint });
  yield '</trk>\n</gpx>\n';
}

function gpxPoint(point: ExportedPoint): string {
  const { at, position, altitudeAmslMetres } = point;
  const elevation = altitudeAmslMetres === null ? '' : `<ele>${altitudeAmslMetres}</ele>`;
  const values = known(point).map(([name, value]) => `<s:${name}>${xmlText(String(value))}</s:${name}>`);
  return `<trkpt lat="${position.lat}" lon="${position.lon}">${elevation}<time>${at.toISOString()}</time><extensions>${values.join('')}</extensions></trkpt>\n`;
}

/** On the ground: KML knows no height over the ellipsoid or the take-off point. The heights stand beside. [OGC 12-007r2] */
async function* kml({ name, points }: ExportedTrack): AsyncGenerator<string> {
  yield `${DECLARATION}<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document><name>${xmlText(name)}</name><description>${xmlText(UNITS)}</description>\n`;
  const begin = (segment: number) => `<Folder><name>${segment}</name>\n`;
  yield* bySegment(points, { begin, end: '</Folder>\n', point: kmlPoint });
  yield '</Document>\n</kml>\n';
}

function kmlPoint(point: ExportedPoint): string {
  const { at, position } = point;
  const data = known(point).map(
    ([name, value]) => `<Data name="${name}"><value>${xmlText(String(value))}</value></Data>`,
  );
  return `<Placemark><TimeStamp><when>${at.toISOString()}</when></TimeStamp><ExtendedData>${data.join('')}</ExtendedData><Point><coordinates>${position.lon},${position.lat}</coordinates></Point></Placemark>\n`;
}

interface Frame {
  readonly begin: (segment: number) => string;
  readonly end: string;
  readonly point: (point: ExportedPoint) => string;
}

async function* bySegment(points: AsyncIterable<ExportedPoint>, frame: Frame): AsyncGenerator<string> {
  let open: number | undefined;
  for await (const point of points) {
    if (point.segment !== open) {
      if (open !== undefined) yield frame.end;
      yield frame.begin(point.segment);
      open = point.segment;
    }
    yield frame.point(point);
  }
  if (open !== undefined) yield frame.end;
}
