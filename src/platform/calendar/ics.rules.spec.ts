import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CalendarEntry, writeCalendar } from './ics.rules.js';

const ENTRY: CalendarEntry = {
  uid: '1@skydocket',
  sequence: 3,
  status: 'CONFIRMED',
  during: { from: new Date('2026-12-31T23:30:00Z'), to: new Date('2027-01-01T02:00:00Z') },
  summary: '已预约, HB-UAV-0001; \\ 热成像\n多旋翼',
  location: '东光县人民检察院',
  position: { lon: 116.5371234, lat: 37.8884 },
  changedAt: new Date('2026-11-27T01:02:03.999Z'),
};

/** What a reader makes of it: lines joined again, by name. */
function read(calendar: string): Map<string, string> {
  const lines = calendar.replaceAll('\r\n ', '').split('\r\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

describe('a calendar', () => {
  it('tells times by the clock on the wall in China, with the zone', () => {
    const fields = read(writeCalendar({ name: '预约', entries: [ENTRY] }));
    expect(fields.get('DTSTART;TZID=Asia/Shanghai')).toBe('20270101T073000');
    expect(fields.get('DTEND;TZID=Asia/Shanghai')).toBe('20270101T100000');
    expect(fields.get('DTSTAMP')).toBe('20261127T010203Z');
    expect([fields.get('TZOFFSETTO'), fields.get('TZID')]).toEqual(['+0800', 'Asia/Shanghai']);
  });

  it('keeps number, state, place and words', () => {
    const fields = read(writeCalendar({ name: '预约', entries: [ENTRY] }));
    expect(fields.get('SEQUENCE')).toBe('3');
    expect([fields.get('STATUS'), fields.get('TRANSP')]).toEqual(['CONFIRMED', 'OPAQUE']);
    expect(fields.get('GEO')).toBe('37.888400;116.537123');
    expect(fields.get('SUMMARY')).toBe('已预约\\, HB-UAV-0001\\; \\\\ 热成像\\n多旋翼');
  });

  it('lets what was cancelled take no time', () => {
    const fields = read(writeCalendar({ name: '', entries: [{ ...ENTRY, status: 'CANCELLED' }] }));
    expect([fields.get('STATUS'), fields.get('TRANSP')]).toEqual(['CANCELLED', 'TRANSPARENT']);
  });

  it('is the same in every zone of the server, and the same bytes each time', () => {
    const zones = ['UTC', 'America/New_York', 'Asia/Shanghai'].map((zone) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        return writeCalendar({ name: 'x', entries: [ENTRY] });
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    });
    expect(new Set(zones).size).toBe(1);
  });

  it('never has a line over 75 octets, nor half a character, nor a field that a summary begins', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (summary) => {
        const calendar = writeCalendar({ name: 'x', entries: [{ ...ENTRY, summary }] });
        for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(calendar).not.toContain('\uFFFD');
        const unescaped = (read(calendar).get('SUMMARY') ?? '').replace(/\\([\\;,n])/g, (_, sign: string) =>
          sign === 'n' ? '\n' : sign,
        );
        expect(unescaped).toBe(summary.replace(/\r\n|\r|\n/g, '\n'));
      }),
    );
  });
});
