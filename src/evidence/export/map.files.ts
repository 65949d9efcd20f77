import type { Geometry } from 'geojson';
import {
  type MapCollection,
  type MapFeature,
  type MapValue,
  writeGeoJson,
  writeGeoPackage,
  writeKml,
} from '../../platform/index.js';
import type { ExportFrame } from './export.builder.js';
import type { ExportedMeasurement } from './exported-measurements.js';
import type { ExhibitBrief, TrackLine } from './exhibit.types.js';
import { coordinatesOf, MOST_DRAWN_PLACES } from './track-line.rules.js';

export interface MappedThings {
  readonly exhibits: readonly ExhibitBrief[];
  readonly measurements: readonly ExportedMeasurement[];
}

/** Where the exhibits claim to be from, the ground they show, the tracks and the measurements, for map programs: one table a file of GeoJSON. */
export async function* mapFiles(
  { exhibits, measurements }: MappedThings,
  { caseFile, madeAt }: ExportFrame,
): AsyncGenerator<readonly [path: string, content: Buffer | string]> {
  const collections = [pointsOf(exhibits), groundsOf(exhibits), tracksOf(exhibits), measuredOf(measurements)];
  for (const collection of collections) yield [`data/maps/${collection.id}.geojson`, writeGeoJson(collection)];
  yield ['data/maps/exhibits.kml', writeKml(`${caseFile.number} ${caseFile.title}`, collections)];
  yield ['data/maps/exhibits.gpkg', await writeGeoPackage(collections, madeAt)];
}

function pointsOf(exhibits: readonly ExhibitBrief[]): MapCollection {
  return {
    id: 'exhibits',
    title: '证据位置',
    description: '文件所称的位置（WGS 84）；没有位置的证据没有几何',
    features: exhibits.map(({ number, record, purpose }) => ({
      id: record.id,
      geometry: record.position && { type: 'Point', coordinates: [record.position.lon, record.position.lat] },
      properties: {
        title: `${number} ${record.title ?? record.fileName}`,
        exhibit: number,
        kind: record.kind,
        state: record.state,
        purpose,
        captured_at: record.capturedAt,
        position_source: record.positionSource,
        sha256: record.sha256,
      },
    })),
  };
}

function groundsOf(exhibits: readonly ExhibitBrief[]): MapCollection {
  return {
    id: 'footprints',
    title: '地面覆盖范围',
    description: '按相机姿态或影像坐标推算（WGS 84）',
    features: exhibits.flatMap(({ number, record: { id, footprint } }) =>
      footprint?.geometry
        ? [
            {
              id,
              geometry: footprint.geometry as unknown as Geometry,
              properties: { title: number, exhibit: number, outcome: footprint.outcome },
            },
          ]
        : [],
    ),
  };
}

/** Each stretch once, with the exhibits that were captured on it. */
function tracksOf(exhibits: readonly ExhibitBrief[]): MapCollection {
  const stretches = new Map<string, { readonly track: TrackLine; readonly numbers: string[] }>();
  for (const { number, track } of exhibits) {
    if (!track || track.frames === 0) continue;
    const key = [track.deviceId, track.during.from.toISOString(), track.during.to.toISOString()].join(' ');
    const stretch = stretches.get(key) ?? { track, numbers: [] };
    stretch.numbers.push(number);
    stretches.set(key, stretch);
  }
  return {
    id: 'tracks',
    title: '设备航迹',
    description: `设备自报的位置（WGS 84），每段至多绘 ${MOST_DRAWN_PLACES} 点；全部数据见各证据的 track.geojson`,
    features: [...stretches.values()].map(({ track, numbers }) => trackFeature(track, numbers)),
  };
}

function trackFeature({ deviceId, during, frames, coordinates }: TrackLine, numbers: readonly string[]): MapFeature {
  const line = coordinatesOf(coordinates);
  const [only = []] = line;
  return {
    id: `track-${numbers[0]}`,
    geometry: line.length > 1 ? { type: 'LineString', coordinates: line } : { type: 'Point', coordinates: only },
    properties: {
      title: `航迹 ${numbers.join('、')}`,
      exhibits: numbers.join(','),
      device_id: deviceId,
      from: during.from.toISOString(),
      to: during.to.toISOString(),
      frames,
      drawn: line.length,
    },
  };
}

function measuredOf(measurements: readonly ExportedMeasurement[]): MapCollection {
  return {
    id: 'measurements',
    title: '量测',
    description: '由证据推算的量；方法与输入见 data/measurements.json；量高没有几何',
    features: measurements.map((measurement) => ({
      id: measurement.id,
      geometry: measurement.geometry as unknown as Geometry | null,
      properties: {
        title: measurement.title ?? measurement.method.zh,
        kind: measurement.kind,
        method: measurement.method.code,
        ...figuresOf(measurement),
        sigma: measurement.uncertainty.value,
        measured_by: measurement.measuredBy.name,
        measured_at: measurement.measuredAt,
      },
    })),
  };
}

function figuresOf({ result }: ExportedMeasurement): Record<string, MapValue> {
  return Object.fromEntries(Object.entries(result).map(([unit, value]) => [`result_${unit}`, value]));
}
