import type { Geometry } from 'geojson';
import { type MapCollection, writeGeoJson, writeGeoPackage, writeKml } from '../../platform/index.js';
import type { ExportFrame } from './export.builder.js';
import type { Exhibit } from './exhibit.types.js';

/** Where the exhibits claim to be from and the ground they show, for map programs: one table a file of GeoJSON. */
export async function* mapFiles(
  exhibits: readonly Exhibit[],
  { caseFile, madeAt }: ExportFrame,
): AsyncGenerator<readonly [path: string, content: Buffer | string]> {
  const collections = [pointsOf(exhibits), groundsOf(exhibits)];
  for (const collection of collections) yield [`data/maps/${collection.id}.geojson`, writeGeoJson(collection)];
  yield ['data/maps/exhibits.kml', writeKml(`${caseFile.number} ${caseFile.title}`, collections)];
  yield ['data/maps/exhibits.gpkg', await writeGeoPackage(collections, madeAt)];
}

function pointsOf(exhibits: readonly Exhibit[]): MapCollection {
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
        purpose,
        captured_at: record.capturedAt,
        position_source: record.positionSource,
        sha256: record.sha256,
      },
    })),
  };
}

function groundsOf(exhibits: readonly Exhibit[]): MapCollection {
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
