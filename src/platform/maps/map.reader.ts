import { open } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ZipArchive } from '../archives/index.js';
import { readDbf } from './dbf.rules.js';
import { geometryIn } from './geopackage.rules.js';
import {
  type DeclaredCrs,
  MapFault,
  type MapFaultKind,
  type MapLimits,
  type MapReading,
  type RawFeature,
} from './map.types.js';
import { readShp } from './shp.rules.js';

const HEAD_BYTES = 64;
const ZIP_LIMITS = { entries: 200, entryMegabytes: 256, totalMegabytes: 400 };
const WORKER_HEAP_MEGABYTES = 1_024;
const WORKER_FILE = fileURLToPath(new URL('map.worker.mjs', import.meta.url));
/** Shapes made between two looks at what else waits. */
const TURN = 500;

/** Reads a file of shapes, told apart by how it begins. @throws MapFault; ARCHIVE_… of a ZIP */
export async function readMap(path: string, limits: MapLimits): Promise<MapReading> {
  const head = await headOf(path);
  if (head.startsWith('PK')) return readShapefile(path, limits);
  if (head.startsWith('SQLite format 3\0')) return readInWorker(path, 'geopackage', limits);
  if (
    head
      .replace(/^\uFEFF/, '')
      .trimStart()
      .startsWith('{')
  )
    return readInWorker(path, 'geojson', limits);
  throw new MapFault('unknown');
}

async function readShapefile(path: string, { features: most }: MapLimits): Promise<MapReading> {
  const archive = await ZipArchive.open(path, ZIP_LIMITS);
  try {
    const shapes = archive.names.filter((name) => /\.shp$/i.test(name));
    const [shape] = shapes;
    if (shape === undefined) throw new MapFault('unknown');
    if (shapes.length > 1) throw new MapFault('ambiguous', shapes.join(', ').slice(0, 200));
    const beside = async (extension: string): Promise<Buffer | undefined> => {
      const name = shape.replace(/\.shp$/i, extension);
      return archive.has(name) ? buffer(await archive.read(name)) : undefined;
    };
    const table = await beside('.dbf');
    if (!table) throw new MapFault('unreadable', 'there is no .dbf');
    const { rows, encoding } = readDbf(table, (await beside('.cpg'))?.toString('latin1'));
    const features: RawFeature[] = [];
    let number = 0;
    for (const geometry of readShp(await buffer(await archive.read(shape)))) {
      const properties = rows[number];
      number += 1;
      if (number > most) throw new MapFault('too_many');
      if (properties !== null) features.push({ number, geometry, properties: properties ?? {} });
      if (number % TURN === 0) await nextTurn();
    }
    const wkt = (await beside('.prj'))?.toString('utf8');
    return { format: 'shapefile', crs: { wkt }, textEncoding: encoding, features };
  } finally {
    archive.close();
  }
}

interface Told {
  readonly crs?: DeclaredCrs;
  readonly features?: readonly (RawFeature & { readonly bytes?: Uint8Array | null })[];
  readonly fault?: { readonly kind: MapFaultKind; readonly reason: string };
  readonly done?: true;
}

async function readInWorker(path: string, format: 'geojson' | 'geopackage', limits: MapLimits): Promise<MapReading> {
  const worker = new Worker(WORKER_FILE, {
    workerData: { path, format, mostFeatures: limits.features },
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MEGABYTES },
  });
  try {
    const { crs, features } = await heard(worker, limits.milliseconds);
    return { format, crs, textEncoding: { name: 'utf-8', knownBy: 'format' }, features };
  } finally {
    await worker.terminate();
  }
}

function heard(worker: Worker, milliseconds: number): Promise<{ crs: DeclaredCrs; features: RawFeature[] }> {
  return new Promise((resolve, reject) => {
    const features: RawFeature[] = [];
    let crs: DeclaredCrs = {};
    const limit = setTimeout(() => reject(new MapFault('timeout')), milliseconds);
    const end = (settle: () => void): void => {
      clearTimeout(limit);
      settle();
    };
    const broken = (error: unknown): void => {
      const reason = error instanceof Error ? error.message : 'the reader ended';
      end(() => reject(new MapFault('unreadable', reason.slice(0, 200))));
    };
    worker.on('error', broken).on('exit', broken);
    worker.on('message', (told: Told) => {
      if (told.crs) crs = told.crs;
      for (const { bytes, geometry, number, properties } of told.features ?? [])
        features.push({ number, properties, geometry: bytes ? geometryIn(Buffer.from(bytes)) : (geometry ?? null) });
      if (told.fault) end(() => reject(new MapFault(told.fault?.kind ?? 'unreadable', told.fault?.reason)));
      if (told.done) end(() => resolve({ crs, features }));
    });
  });
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer: bytes, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return bytes.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
