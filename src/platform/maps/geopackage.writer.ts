import initSqlJs, { type Database } from 'sql.js';
import { toGeoPackageBlob } from './geopackage.rules.js';
import type { MapCollection, MapFeature, MapValue } from './map.types.js';

const WGS84 = 4326;
const APPLICATION_ID = 0x47504b47;
const VERSION = 10_300;

/** WKT of the coordinate systems that every GeoPackage names. [OGC 12-128r18 table 2] */
const WGS84_WKT =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],' +
  'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,' +
  'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]';

const SCHEMA = `
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${VERSION};
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);`;

/**
 * One file with a table for each collection, for any program that reads GeoPackage 1.3. `changedAt` is what the file says
 * of its own age, so that the same content gives the same bytes.
 */
export async function writeGeoPackage(collections: readonly MapCollection[], changedAt: Date): Promise<Buffer> {
  const names = collections.map(({ id }) => id);
  const bad = names.find((id, nth) => !/^[a-z][a-z0-9_]{0,59}$/.test(id) || names.indexOf(id) !== nth);
  if (bad !== undefined) throw new Error(`no name for a table of its own: ${bad}`);
  const { Database: Sqlite } = await initSqlJs();
  const database = new Sqlite();
  try {
    database.run(SCHEMA);
    database.run(`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', ?, 'EPSG', ?, ?, 'longitude, latitude')`, [
      WGS84,
      WGS84,
      WGS84_WKT,
    ]);
    for (const collection of collections) addTable(database, collection, changedAt);
    return Buffer.from(database.export());
  } finally {
    database.close();
  }
}

function addTable(database: Database, { id, title, description, features }: MapCollection, changedAt: Date): void {
  const columns = columnsOf(features);
  const declared = [...columns].map(([name, type]) => `, ${quoted(name)} ${type}`).join('');
  database.run(`CREATE TABLE ${quoted(id)} (fid INTEGER PRIMARY KEY, geom GEOMETRY${declared})`);
  const at = changedAt.toISOString();
  database.run(
    `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
     VALUES (?, 'features', ?, ?, ?, ?)`,
    [id, title, description, at, WGS84],
  );
  database.run(`INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)`, [id, WGS84]);
  const places = ['?', '?', ...[...columns].map(() => '?')].join(', ');
  const statement = database.prepare(`INSERT INTO ${quoted(id)} VALUES (${places})`);
  features.forEach(({ geometry, ...feature }, nth) => {
    const values = [...columns.keys()].map((name) => stored(valueOf(feature, name)));
    statement.run([nth + 1, geometry && toGeoPackageBlob(geometry, WGS84), ...values]);
  });
  statement.free();
}

const TYPES = { string: 'TEXT', number: 'DOUBLE', boolean: 'BOOLEAN' } as const;

/** Every name that occurs, with the type of its first value; `id` is the feature's own. */
function columnsOf(features: readonly MapFeature[]): ReadonlyMap<string, string> {
  const columns = new Map<string, string>([['id', 'TEXT']]);
  const taken = new Set(['fid', 'geom', 'id']);
  for (const { properties } of features) {
    for (const [name, value] of Object.entries(properties)) {
      // SQLite does not tell names apart by their case.
      if (value === null || taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      columns.set(name, TYPES[typeof value as keyof typeof TYPES]);
    }
  }
  return columns;
}

function valueOf({ id, properties }: Pick<MapFeature, 'id' | 'properties'>, name: string): MapValue {
  return name === 'id' ? id : (properties[name] ?? null);
}

function stored(value: MapValue): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
