import type { Readable } from 'node:stream';
import { TelemetryErrors } from '../../telemetry.errors.js';
import type { RecordingKind } from '../recorded.codes.js';
import type { ReadingSummary, RecordedPoint } from '../recorded.types.js';
import { GpxReader } from './gpx.reader.js';
import { MrkReader } from './mrk.reader.js';
import { SrtReader } from './srt.reader.js';
import { linesOf } from './text.lines.js';

const MEGABYTE = 1024 * 1024;
/** Two hours at thirty pictures a second are about 100 MB; a reader of XML holds more of it at once. */
const MOST_MEGABYTES: Readonly<Record<RecordingKind, number>> = {
  srt: 512,
  mrk: 64,
  gpx: 128,
  unknown: 0,
  dji_flight_record: 0,
  dji_dat: 0,
};
const BATCH = 2_000;

export interface Recording {
  readonly kind: RecordingKind;
  readonly sizeBytes: number;
  /** Nothing can have been recorded later. */
  readonly notAfter: Date;
}

/** A file while it is read. */
export interface RecordingInProgress {
  /** The points in the order of the file. Holds one batch at a time, however long the file. @throws TRACK_…, XML_… */
  batches(open: () => Promise<Readable>): AsyncGenerator<readonly RecordedPoint[]>;
  /** What is to be said of the whole, once all batches are taken. @throws TRACK_EMPTY */
  summary(): ReadingSummary;
}

/** @throws TRACK_FORMAT_UNKNOWN, TRACK_FILE_TOO_LARGE, FLIGHT_RECORD_ENCRYPTED */
export function readRecording({ kind, sizeBytes, notAfter }: Recording): RecordingInProgress {
  if (kind === 'unknown') throw TelemetryErrors.TRACK_FORMAT_UNKNOWN();
  if (kind === 'dji_flight_record' || kind === 'dji_dat') throw TelemetryErrors.FLIGHT_RECORD_ENCRYPTED();
  const megabytes = MOST_MEGABYTES[kind];
  if (sizeBytes > megabytes * MEGABYTE) throw TelemetryErrors.TRACK_FILE_TOO_LARGE({ megabytes });
  const reader = new { srt: SrtReader, mrk: MrkReader, gpx: GpxReader }[kind](notAfter);
  return {
    async *batches(open) {
      const stream = await open();
      yield* reader instanceof GpxReader ? reader.points(stream) : batchesOf(reader, stream);
    },
    summary() {
      const summary = reader.summary();
      if (summary.points === 0) throw TelemetryErrors.TRACK_EMPTY();
      return summary;
    },
  };
}

async function* batchesOf(reader: SrtReader | MrkReader, stream: Readable): AsyncGenerator<readonly RecordedPoint[]> {
  let batch: RecordedPoint[] = [];
  for await (const lines of linesOf(stream)) {
    for (const line of lines) {
      const point = reader.line(line);
      if (point) batch.push(point);
    }
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  const last = reader.end();
  yield last ? [...batch, last] : batch;
}
