// Reads files of shapes that came from outside, in a thread of its own: a file may be made to keep its reader busy, and the
// reader ends this thread. Plain JavaScript, so that the same file is loaded from the sources and from the build.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const initSqlJs = createRequire(import.meta.url)('sql.js');

const PIECE = 200;
const { path, format, mostFeatures } = workerData;

class Fault extends Error {
  constructor(kind, reason = '') {
    super(reason);
    this.kind = kind;
  }
}

try {
  await (format === 'geopackage' ? readGeoPackage() : readGeoJson());
  send({ done: true });
} catch (error) {
  send({ fault: { kind: error.kind ?? 'unreadable', reason: String(error?.message ?? error).slice(0, 200) } });
}

function send(message) {
  parentPort.postMessage(message, []);
}

/** In pieces, so that whoever hears them does other work between. */
function sendAll(features) {
  for (let at = 0; at < features.length; at += PIECE) send({ features: features.slice(at, at + PIECE) });
}

function readGeoJson() {
  const document = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  const list = document?.type === 'Feature' ? [document] : document?.type === 'FeatureCollection' && document.features;
  if (!Array.isArray(list)) throw new Fault('unknown');
  if (list.length > mostFeatures) throw new Fault('too_many');
  send({ crs: namedCrs(document.crs?.properties?.name) });
  sendAll(
    list.map((feature, nth) => ({
      number: nth + 1,
      geometry: feature?.geometry ?? null,
      properties: isRecord(feature?.properties) ? feature.properties : {},
    })),
  );
}

/** GeoJSON of 2008 could name one; that of today is WGS-84. [RFC 7946 §4] */
function namedCrs(name) {
  if (name === undefined || /CRS84$/i.test(String(name))) return { epsg: 4326 };
  const code = /EPSG:+(?:[\d.]+:)?(\d{4,6})$/i.exec(String(name))?.[1];
  return code === undefined ? { wkt: String(name).slice(0, 200) } : { epsg: Number(code) };
}

async function readGeoPackage() {
  const { Database } = await initSqlJs();
  const database = new Database(readFileSync(path));
  try {
    readTable(database);
  } finally {
    database.close();
  }
}

/** Only plain tables are read: a view may run for ever. */
function readTable(database) {
  const plain = new Set(
    rows(database, `SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`).map(
      ({ name }) => name,
    ),
  );
  const needed = ['gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys'];
  if (!needed.every((name) => plain.has(name))) throw new Fault('unknown');
  const columns = rows(
    database,
    `SELECT c.table_name AS name, g.column_name AS shape, g.srs_id AS srs FROM gpkg_contents c
     JOIN gpkg_geometry_columns g ON g.table_name = c.table_name WHERE c.data_type = 'features' ORDER BY 1`,
  );
  if (columns.length === 0) throw new Fault('empty');
  if (columns.length > 1) throw new Fault('ambiguous', columns.map(({ name }) => String(name)).join(', '));
  const [{ name, shape, srs }] = columns;
  if (!plain.has(name)) throw new Fault('unreadable', 'the features are no plain table');
  send({ crs: declaredCrs(database, srs) });
  const found = rows(database, `SELECT * FROM ${quoted(name)} LIMIT ${mostFeatures + 1}`);
  if (found.length > mostFeatures) throw new Fault('too_many');
  sendAll(
    found.map((row, nth) => {
      const { [shape]: bytes, ...others } = row;
      const properties = Object.fromEntries(
        Object.entries(others).filter(([, value]) => !(value instanceof Uint8Array)),
      );
      return { number: nth + 1, bytes: bytes instanceof Uint8Array ? bytes : null, properties };
    }),
  );
}

function declaredCrs(database, srs) {
  const [found] = rows(
    database,
    `SELECT organization, organization_coordsys_id AS code, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ${Number(srs)}`,
  );
  if (/^epsg$/i.test(String(found?.organization ?? ''))) return { epsg: Number(found.code) };
  return { wkt: String(found?.definition ?? '') };
}

function rows(database, sql) {
  const statement = database.prepare(sql);
  const found = [];
  while (statement.step()) found.push(statement.getAsObject());
  statement.free();
  return found;
}

function quoted(name) {
  return `"${String(name).replaceAll('"', '""')}"`;
}

function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
