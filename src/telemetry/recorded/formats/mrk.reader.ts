import { TelemetryErrors } from '../../telemetry.errors.js';
import type { FixQuality } from '../../sample.js';
import type { ReadingSummary, RecordedPoint } from '../recorded.types.js';
import { gpsInstant } from './clock.rules.js';
import { PointGate } from './point.gate.js';
import type { TextLine } from './text.lines.js';
import { numberIn, placeAt } from './written.rules.js';

const MARK =
  /^(\d+)\s+(\S+)\s+\[\s*(\d+)\s*\]\s+(\S+?)\s*,N\s+(\S+?)\s*,E\s+(\S+?)\s*,V\s+(\S+?)\s*,Lat\s+(\S+?)\s*,Lon\s+(\S+?)\s*,Ellh\s+(\S+?)\s*,\s*(\S+?)\s*,\s*(\S+?)\s+(\d+)\s*,Q$/;
const OTHER_FORMAT = /-->|^\s*</;

/**
 * Reads the marks that cameras with RTK keep of their exposures. The place is that of the camera, its offset from the
 * antenna already in it; the offset is kept and not applied again. [DJI Phantom 4 RTK and Zenmuse P1, users' manuals]
 */
export class MrkReader {
  private readonly gate: PointGate;
  private lines = 0;

  constructor(notAfter: Date) {
    this.gate = new PointGate(notAfter);
  }

  /** @throws TRACK_… */
  line({ text, number, isEnded }: TextLine): RecordedPoint | undefined {
    this.lines = number;
    if (text.trim() === '') return undefined;
    const found = MARK.exec(text.trim());
    if (found) return this.mark(found, number);
    const details = { line: number };
    if (OTHER_FORMAT.test(text)) throw TelemetryErrors.TRACK_FORMATS_MIXED(details);
    throw isEnded ? TelemetryErrors.TRACK_LINE_UNREADABLE(details) : TelemetryErrors.TRACK_TRUNCATED(details);
  }

  end(): undefined {}

  summary(): ReadingSummary {
    const { points, noFix, outOfOrder } = this.gate;
    const clock = { basis: 'gps_time', assumedZone: null } as const;
    return { format: 'mrk', clock, lines: this.lines, points, noFix, outOfOrder, unreadableValues: 0, order: null };
  }

  private mark([, photo, ...written]: RegExpExecArray, line: number): RecordedPoint | undefined {
    const numbers = written.map((text) => numberIn(text, line));
    const [second = 0, week = 0, north = 0, east = 0, down = 0, lat = 0, lon = 0, height = 0] = numbers;
    const [north1 = 0, east1 = 0, height1 = 0, quality = 0] = numbers.slice(8);
    return this.gate.pass(line, gpsInstant(week, second, line), placeAt(lon, lat, line), {
      altitudeEllipsoidMetres: height,
      fix: fixOf(quality),
      extra: {
        photo: Number(photo),
        gpsWeek: week,
        gpsSecondOfWeek: second,
        antennaToCameraMillimetres: { north, east, down },
        standardDeviationMetres: { north: north1, east: east1, height: height1 },
        quality,
      },
    });
  }
}

function fixOf(quality: number): FixQuality {
  if (quality === 50) return 'rtk_fixed';
  if (quality >= 32 && quality < 50) return 'rtk_converging';
  if (quality === 16) return 'gnss';
  return quality === 0 ? 'none' : 'unknown';
}
