import type { Period } from '../database/ranges.js';

/** One thing in a calendar (RFC 5545 VEVENT). */
export interface CalendarEntry {
  /** Stays the same however often the entry changes. */
  readonly uid: string;
  /** Rises with every change, or readers keep the old entry. */
  readonly sequence: number;
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  readonly during: Period;
  readonly summary: string;
  readonly location?: string;
  /** WGS-84. */
  readonly position?: { readonly lon: number; readonly lat: number };
  readonly changedAt: Date;
}

export interface CalendarSheet {
  readonly name: string;
  readonly entries: readonly CalendarEntry[];
}

const ZONE = 'Asia/Shanghai';
const OFFSET_MS = 8 * 3_600_000;
const LINE_OCTETS = 75;

/** China has kept UTC+8 without summer time since 1991. */
const TIMEZONE = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/**
 * Writes a calendar as RFC 5545 wants it: CRLF, lines of at most 75 octets, local times with their zone, so that the
 * wall clock stays right wherever it is read. The same entries give the same bytes.
 */
export function writeCalendar({ name, entries }: CalendarSheet): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Skydocket//Calendar//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    `X-WR-TIMEZONE:${ZONE}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    ...TIMEZONE,
    ...entries.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(entry: CalendarEntry): string[] {
  const { uid, sequence, status, during, summary, location, position, changedAt } = entry;
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${compact(changedAt)}Z`,
    `LAST-MODIFIED:${compact(changedAt)}Z`,
    `DTSTART;TZID=${ZONE}:${local(during.from)}`,
    `DTEND;TZID=${ZONE}:${local(during.to)}`,
    `STATUS:${status}`,
    `TRANSP:${status === 'CANCELLED' ? 'TRANSPARENT' : 'OPAQUE'}`,
    `SUMMARY:${escaped(summary)}`,
    ...(location === undefined ? [] : [`LOCATION:${escaped(location)}`]),
    ...(position ? [`GEO:${position.lat.toFixed(6)};${position.lon.toFixed(6)}`] : []),
    'END:VEVENT',
  ];
}

/** RFC 5545 §3.3.11. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r\n|\r|\n/g, '\\n');
}

function compact(at: Date): string {
  return at.toISOString().slice(0, 19).replace(/[-:]/g, '');
}

function local(at: Date): string {
  return compact(new Date(at.getTime() + OFFSET_MS));
}

/** RFC 5545 §3.1: a line goes on after CRLF and a space; no character is cut in two. */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    const room = pieces.length === 0 ? LINE_OCTETS : LINE_OCTETS - 1;
    if (octets + size > room) {
      pieces.push(piece);
      piece = '';
      octets = 0;
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join('\r\n ');
}
