import { describe, expect, it } from '@jest/globals';
import type { DialectResult } from './dialect.js';
import { skydocketDialect } from './skydocket.dialect.js';

const receivedAt = new Date('2025-11-03T06:12:09.000Z');
const at = '2025-11-03T14:12:08.250+08:00';

function read(channel: string, body: unknown, serial = 'HB-WQ-0017'): DialectResult {
  return skydocketDialect.read(`skydocket/v1/${serial}/${channel}`, Buffer.from(JSON.stringify(body)), receivedAt);
}

const rejection = (result: DialectResult) => (result.kind === 'rejected' ? result.code : result.kind);

describe('skydocket/v1', () => {
  it('reads telemetry', () => {
    const body = {
      at,
      lon: 116.5,
      lat: '37.8',
      altitudeEllipsoidMetres: 21.5,
      headingDegrees: 361,
      speedMetresPerSecond: 3.5,
      batteryPercent: 88,
    };
    expect(read('telemetry', body)).toMatchObject({
      kind: 'samples',
      reply: null,
      samples: [
        {
          dialect: 'skydocket',
          serial: 'HB-WQ-0017',
          gatewaySerial: null,
          at: new Date('2025-11-03T06:12:08.250Z'),
          position: { lon: 116.5, lat: 37.8 },
          altitudeEllipsoidMetres: 21.5,
          heightAboveTakeoffMetres: null,
          headingDegrees: null,
          speedMetresPerSecond: 3.5,
          batteryPercent: 88,
        },
      ],
    });
  });

  it('reads a reading, with its repeats, and one without a unit', () => {
    const body = {
      at,
      item: '氨氮',
      value: '1.82',
      unit: 'mg/L',
      lot: 'L-2025-07',
      readings: [1.8, '1.84'],
      lon: 116.5,
      lat: 37.8,
    };
    const expected = {
      item: '氨氮',
      value: 1.82,
      unit: 'mg/L',
      lot: 'L-2025-07',
      readings: [1.8, 1.84],
      position: { lon: 116.5, lat: 37.8 },
    };
    expect(read('reading', body)).toMatchObject({ kind: 'reading', reading: { serial: 'HB-WQ-0017', ...expected } });
    expect(read('reading', { at, item: 'pH', value: 65535 })).toMatchObject({
      reading: { value: 65535, unit: null, lot: null, readings: [], position: null },
    });
  });

  it('reads a status', () => {
    expect(read('status', { at, state: 'online' })).toMatchObject({
      kind: 'status',
      status: { state: 'online', serial: 'HB-WQ-0017' },
    });
  });

  it.each([
    ['telemetry', { at: '2025-11-03T14:12:08', lon: 1, lat: 1 }, 'BAD_SHAPE'],
    ['telemetry', { at: '2025-02-31T14:12:99Z', lon: 1, lat: 1 }, 'BAD_SHAPE'],
    ['telemetry', { lon: 1, lat: 1 }, 'BAD_SHAPE'],
    ['telemetry', { at, lon: true, lat: 1 }, 'BAD_SHAPE'],
    ['telemetry', { at, lon: 181, lat: 1 }, 'POSITION_OUT_OF_RANGE'],
    ['telemetry', { at: '1970-01-01T00:00:00Z', lon: 1, lat: 1 }, 'CLOCK_OUT_OF_RANGE'],
    ['reading', { at, item: 'pH', unit: '' }, 'BAD_SHAPE'],
    ['reading', { at, item: 'pH', value: 'high' }, 'BAD_SHAPE'],
    ['reading', { at, item: 'pH', value: 7, readings: [7, null] }, 'BAD_SHAPE'],
    ['reading', { at, item: 'pH', value: 1e13 }, 'BAD_SHAPE'],
    ['reading', { at, item: 'pH', value: 7, readings: [7, -1e308] }, 'BAD_SHAPE'],
    ['reading', { at, item: 'pH', value: 7, lat: 95, lon: 1 }, 'POSITION_OUT_OF_RANGE'],
    ['status', { at }, 'BAD_SHAPE'],
    ['command', { at }, 'UNKNOWN_TOPIC'],
  ])('refuses %s %j as %s', (channel, body, code) => {
    expect(rejection(read(channel, body))).toBe(code);
  });

  it('refuses a serial that could not be part of a topic', () => {
    expect(rejection(read('telemetry', { at }, 'a b'))).toBe('UNKNOWN_TOPIC');
    expect(rejection(read('telemetry', { at }, '#'))).toBe('UNKNOWN_TOPIC');
  });

  it('takes no day that the calendar does not have for the next one', () => {
    const received = new Date('2025-12-01T06:00:00Z');
    const told = (day: string) =>
      rejection(
        skydocketDialect.read(
          'skydocket/v1/HB-WQ-0017/telemetry',
          Buffer.from(JSON.stringify({ at: `${day}T05:59:00Z`, lon: 1, lat: 1 })),
          received,
        ),
      );
    expect([told('2025-11-31'), told('2025-12-00'), told('2025-12-01')]).toEqual(['BAD_SHAPE', 'BAD_SHAPE', 'samples']);
  });
});
