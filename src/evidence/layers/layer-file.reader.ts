import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { MapFault, type MapFaultKind, type MapReading, readMap } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { LayerFormat } from './layer.codes.js';
import { crsOf, type LayerShape, type LayerShapes, shapesOf } from './layer-shapes.rules.js';

const LIMITS = { features: 50_000, milliseconds: 60_000 };
const LONGEST_TURN_MS = 15;
const FAULTS_TOLD = 100;

/** A file of areas that can be judged by, all of them. */
export interface LayerFile {
  readonly format: LayerFormat;
  readonly crs: string;
  readonly textEncoding: string;
  readonly shapes: readonly LayerShape[];
}

/** Reads a file of areas, whatever format and system of coordinates it has of those that are known. */
@Injectable()
export class LayerFileReader {
  /** @throws LAYER_FILE_…, LAYER_CRS_UNKNOWN, LAYER_FEATURE_INVALID with every fault, ARCHIVE_… */
  async read(path: string, nameColumn: string | undefined): Promise<LayerFile> {
    const { format, crs: declared, textEncoding, features } = await readingOf(path);
    const crs = crsOf(declared);
    if (!crs) throw EvidenceErrors.LAYER_CRS_UNKNOWN({ crs: (declared.wkt ?? `EPSG:${declared.epsg}`).slice(0, 120) });
    const { shapes, faults } = await inTurns(shapesOf(features, crs, nameColumn));
    const [first] = faults;
    if (first)
      throw EvidenceErrors.LAYER_FEATURE_INVALID({
        ...first,
        faults: faults.length,
        errors: faults.slice(0, FAULTS_TOLD).map(({ number, reason }) => ({ path: String(number), code: reason })),
      });
    if (shapes.length === 0) throw EvidenceErrors.LAYER_FILE_EMPTY();
    return { format, crs: crs.name, textEncoding: `${textEncoding.name} (${textEncoding.knownBy})`, shapes };
  }
}

async function readingOf(path: string): Promise<MapReading> {
  try {
    return await readMap(path, LIMITS);
  } catch (error) {
    throw error instanceof MapFault ? refusals[error.kind](error.reason) : error;
  }
}

const refusals: Readonly<Record<MapFaultKind, (reason: string) => Error>> = {
  unknown: () => EvidenceErrors.LAYER_FILE_UNKNOWN(),
  unreadable: (reason) => EvidenceErrors.LAYER_FILE_UNREADABLE({ reason }),
  timeout: () => EvidenceErrors.LAYER_FILE_UNREADABLE({ reason: `longer than ${LIMITS.milliseconds / 1000} s` }),
  empty: () => EvidenceErrors.LAYER_FILE_EMPTY(),
  ambiguous: (names) => EvidenceErrors.LAYER_FILE_AMBIGUOUS({ names }),
  too_many: () => EvidenceErrors.LAYER_FILE_TOO_LARGE({ most: LIMITS.features, what: 'features', whatZh: '要素数' }),
};

/** Requests and messages are served between the features. */
async function inTurns(steps: Generator<void, LayerShapes>): Promise<LayerShapes> {
  let since = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (performance.now() - since < LONGEST_TURN_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}
