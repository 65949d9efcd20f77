import type { Readable } from 'node:stream';
import { AppError, heard, type XmlAttributes } from '../../../platform/index.js';
import { TelemetryErrors } from '../../telemetry.errors.js';
import type { ReadingSummary, RecordedPoint } from '../recorded.types.js';
import { writtenTime } from './clock.rules.js';
import { PointGate } from './point.gate.js';
import { numberIn, numberOrNull, placeAt } from './written.rules.js';

const VERSIONS: readonly string[] = ['1.0', '1.1'];
const DEEPEST = 100;
const LONGEST_VALUE = 100;
/** In words of the reader of XML for a document that just ends. */
const CUT_OFF = /unclosed|unexpected end/i;

interface OpenPoint {
  readonly lon: string;
  readonly lat: string;
  time: string;
  elevation: string;
}

/** Reads the tracks of a GPX file; routes and way points are plans or places, not ways. Each segment stands for itself. */
export class GpxReader {
  private readonly gate: PointGate;
  private readonly path: string[] = [];
  private found: RecordedPoint[] = [];
  private point: OpenPoint | undefined;
  private count = 0;
  private version = '';
  private zoneStated = true;
  private unreadableValues = 0;

  constructor(notAfter: Date) {
    this.gate = new PointGate(notAfter);
  }

  /** @throws TRACK_…, XML_… */
  async *points(stream: Readable): AsyncGenerator<readonly RecordedPoint[]> {
    const listener = {
      open: (name: string, attributes: XmlAttributes) => this.open(name, attributes),
      text: (text: string) => this.text(text),
      close: (name: string) => this.close(name),
    };
    try {
      for await (const _ of heard(stream, listener)) {
        yield this.found;
        this.found = [];
      }
    } catch (error) {
      const isCut = error instanceof AppError && error.code === 'XML_UNREADABLE' && CUT_OFF.test(error.message);
      throw isCut ? TelemetryErrors.TRACK_TRUNCATED({ line: this.count }, error) : error;
    }
  }

  summary(): ReadingSummary {
    const { points, noFix, outOfOrder } = this.gate;
    return {
      format: `gpx_${this.version}`,
      clock: { basis: this.zoneStated ? 'stated' : 'utc_by_format', assumedZone: null },
      lines: this.count,
      points,
      noFix,
      outOfOrder,
      unreadableValues: this.unreadableValues,
      order: null,
    };
  }

  private open(name: string, { lat = '', lon = '', version = '' }: XmlAttributes): void {
    if (this.path.length === 0) {
      if (name !== 'gpx' || !VERSIONS.includes(version)) throw TelemetryErrors.TRACK_FORMAT_UNKNOWN();
      this.version = version;
    }
    if (this.path.length >= DEEPEST) throw TelemetryErrors.TRACK_LINE_UNREADABLE({ line: this.count });
    this.path.push(name);
    if (this.isIn('gpx/trk/trkseg')) this.gate.breakOff();
    if (!this.isIn('gpx/trk/trkseg/trkpt')) return;
    this.count += 1;
    this.point = { lon, lat, time: '', elevation: '' };
  }

  private text(text: string): void {
    if (!this.point) return;
    const piece = text.slice(0, LONGEST_VALUE);
    if (this.isIn('gpx/trk/trkseg/trkpt/time')) this.point.time = (this.point.time + piece).slice(0, LONGEST_VALUE);
    if (this.isIn('gpx/trk/trkseg/trkpt/ele'))
      this.point.elevation = (this.point.elevation + piece).slice(0, LONGEST_VALUE);
  }

  private close(_name: string): void {
    if (this.point && this.isIn('gpx/trk/trkseg/trkpt')) {
      const read = this.read(this.point);
      if (read) this.found.push(read);
      this.point = undefined;
    }
    this.path.pop();
  }

  /** A time without a zone is UTC by the schema of GPX. */
  private read({ lon, lat, time, elevation }: OpenPoint): RecordedPoint | undefined {
    const line = this.count;
    const position = placeAt(numberIn(lon, line), numberIn(lat, line), line);
    const written = writtenTime(time, line, 0);
    if (!written) throw TelemetryErrors.TRACK_TIME_MISSING({ line });
    this.zoneStated &&= written.zoneStated;
    const altitudeUnstatedMetres = elevation.trim() === '' ? null : numberOrNull(elevation);
    if (elevation.trim() !== '' && altitudeUnstatedMetres === null) this.unreadableValues += 1;
    return this.gate.pass(line, written.at, position, { altitudeUnstatedMetres });
  }

  private isIn(path: string): boolean {
    return this.path.join('/') === path;
  }
}
