import { TelemetryErrors } from '../../telemetry.errors.js';
import type { Position } from '../../sample.js';
import type { ReadingSummary, RecordedPoint } from '../recorded.types.js';
import { ASSUMED_ZONE, writtenTime } from './clock.rules.js';
import { PointGate } from './point.gate.js';
import { type SrtStyle, subtitleWords, type WrittenPlace } from './srt.frame.js';
import type { TextLine } from './text.lines.js';
import { placeAt } from './written.rules.js';

const TIMING = /^\s*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}\s*-->\s*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}/;
const OTHER_FORMAT = /^\s*(?:\d+\s+[\d.]+\s+\[|<)/;
const TAG = /<[^<>]{0,200}>/g;
/** A subtitle of a drone has five lines. */
const MOST_LINES = 40;

/** Reads the subtitles that drones of DJI write beside a film, in any of their spellings but one of them a file. */
export class SrtReader {
  private readonly gate: PointGate;
  private block: TextLine[] = [];
  private style: SrtStyle | undefined;
  private order: ReadingSummary['order'] = null;
  private lines = 0;
  private unreadableValues = 0;
  private zoneStated = false;

  constructor(notAfter: Date) {
    this.gate = new PointGate(notAfter);
  }

  /** @throws TRACK_… */
  line(line: TextLine): RecordedPoint | undefined {
    this.lines = line.number;
    if (line.text.trim() === '' && line.isEnded) return this.close();
    this.block.push(line);
    if (this.block.length > MOST_LINES) throw TelemetryErrors.TRACK_LINE_UNREADABLE({ line: line.number });
    return undefined;
  }

  /** The last subtitle may lack its empty line, but nothing else. */
  end(): RecordedPoint | undefined {
    return this.close(true);
  }

  summary(): ReadingSummary {
    const { points, noFix, outOfOrder } = this.gate;
    return {
      format: `srt_${this.style ?? 'bracketed'}`,
      clock: this.zoneStated
        ? { basis: 'stated', assumedZone: null }
        : { basis: 'local_assumed', assumedZone: ASSUMED_ZONE },
      lines: this.lines,
      points,
      noFix,
      outOfOrder,
      unreadableValues: this.unreadableValues,
      order: this.order,
    };
  }

  private close(isLast = false): RecordedPoint | undefined {
    const block = this.block;
    this.block = [];
    const [first, timing] = block;
    if (!first) return undefined;
    const isIndex = /^\s*\d+\s*$/.test(first.text);
    const isOther = this.gate.points > 0 && OTHER_FORMAT.test(first.text);
    if (!isIndex && isOther) throw TelemetryErrors.TRACK_FORMATS_MIXED({ line: first.number });
    if (isLast && isIndex && isCut(block)) throw TelemetryErrors.TRACK_TRUNCATED({ line: this.lines });
    if (!isIndex || !timing || !TIMING.test(timing.text))
      throw TelemetryErrors.TRACK_LINE_UNREADABLE({ line: first.number });
    const text = textOf(block).replaceAll(TAG, ' ');
    return this.frame(text, first.number, isLast);
  }

  private frame(text: string, line: number, isLast: boolean): RecordedPoint | undefined {
    const words = subtitleWords(text, line);
    if (isLast && this.gate.points > 0 && !words?.place) throw TelemetryErrors.TRACK_TRUNCATED({ line: this.lines });
    if (!words) {
      this.gate.noFix += 1;
      this.gate.breakOff();
      return undefined;
    }
    const { style, place, unreadableValues, ...values } = words;
    if (place || style !== 'bracketed') this.checkStyle(style, line);
    this.unreadableValues += unreadableValues;
    const position = place && this.positionOf(place, line);
    const time = writtenTime(text, line);
    if (!time) return this.withoutTime(position, line);
    this.zoneStated ||= time.zoneStated;
    return this.gate.pass(line, time.at, position, values);
  }

  private withoutTime(position: Position | null, line: number): undefined {
    if (position) throw TelemetryErrors.TRACK_TIME_MISSING({ line });
    this.gate.noFix += 1;
    this.gate.breakOff();
  }

  private checkStyle(style: SrtStyle, line: number): void {
    this.style ??= style;
    if (this.style !== style) throw TelemetryErrors.TRACK_FORMATS_MIXED({ line });
  }

  /**
   * Longitude first is how the makers say it, but not how all of their aircraft write it. A number beyond 90 can only be
   * a longitude and proves the order of its file; two orders in one file are a contradiction.
   */
  private positionOf(place: WrittenPlace, line: number): Position | null {
    if (place.named) return placeAt(place.lon, place.lat, line);
    const { first, second } = place;
    if (first === 0 && second === 0) return null;
    const proven = Math.abs(first) > 90 ? 'lon_lat' : Math.abs(second) > 90 ? 'lat_lon' : undefined;
    if (proven && Math.abs(first) > 90 && Math.abs(second) > 90) placeAt(first, second, line);
    this.order ??= proven ?? 'lon_lat_by_format';
    if (proven === 'lon_lat' && this.order === 'lon_lat_by_format') this.order = proven;
    if (proven && this.order !== proven) throw TelemetryErrors.TRACK_ORDER_MIXED({ line });
    return this.order === 'lat_lon' ? placeAt(second, first, line) : placeAt(first, second, line);
  }
}

function textOf(block: readonly TextLine[]): string {
  return block
    .slice(2)
    .map(({ text }) => text)
    .join('\n');
}

/** No words yet, or a bracket or tag that nobody closes. */
function isCut(block: readonly TextLine[]): boolean {
  const text = textOf(block);
  const count = (mark: string): number => text.split(mark).length - 1;
  return (
    block.length < 3 ||
    count('[') > count(']') ||
    count('(') > count(')') ||
    count('<font') > count('</font>') ||
    text.lastIndexOf('<') > text.lastIndexOf('>')
  );
}
