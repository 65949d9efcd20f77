import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { JsonValue } from '../sample.js';
import { nameInTopic, readMessage } from './dialects.js';

const receivedAt = new Date('2025-10-25T03:31:40.000Z');

const TOPICS = [
  'thing/product/1581F5/osd',
  'thing/product/1748F1/osd',
  'thing/product/TH0123456789/state',
  'thing/product/D/events',
  'thing/product/D/requests',
  'thing/product/D/services_reply',
  'thing/product/D/property/set_reply',
  'sys/product/D/status',
  'skydocket/v1/HB-1/telemetry',
  'skydocket/v1/HB-1/reading',
  'skydocket/v1/HB-1/status',
  'home/kitchen',
];

const NAMES = [
  'data',
  'timestamp',
  'gateway',
  'method',
  'tid',
  'latitude',
  'longitude',
  'lat',
  'lon',
  'at',
  'height',
  'battery',
  'capacity_percent',
  'position_state',
  'sub_devices',
  'list',
  'code',
  'file',
  'object_key',
  'output',
  'result',
  'sn',
  'drone_list',
  '67-0-0',
  'gimbal_pitch',
  'value',
  'item',
  'readings',
  'state',
  '__proto__',
];

/** Objects that use the protocol's words for values of any kind. */
const rubbish = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<JsonValue>(
      null,
      true,
      0,
      -0,
      1e308,
      -213,
      'update_topo',
      'hms',
      'flighttask_progress',
      'file_upload_callback',
      receivedAt.getTime(),
      receivedAt.toISOString(),
      '39.1',
      '\u0000',
      '\ud800',
    ),
    fc.double({ noNaN: true }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 8 }),
  ),
})).value;

describe('nameInTopic', () => {
  it.each([
    ['thing/product/1581F5/osd', '1581F5'],
    ['sys/product/5YSZK/status_reply', '5YSZK'],
    ['thing/product/5YSZK/property/set', '5YSZK'],
    ['skydocket/v1/HB-WTR-0001/reading', 'HB-WTR-0001'],
    ['$SYS/broker/uptime', null],
    ['thing/product/5YSZK', null],
    ['thing/product//osd', null],
  ])('of %s is %s', (topic, name) => expect(nameInTopic(topic)).toBe(name));
});

describe('readMessage', () => {
  it('sends topics to their dialect, Autel before DJI', () => {
    const payload = Buffer.from(JSON.stringify({ timestamp: receivedAt.getTime(), gateway: 'G', data: {} }));
    const dialectOf = (topic: string) => {
      const result = readMessage(topic, payload, receivedAt);
      return result.kind === 'samples' ? result.samples[0]?.dialect : result.kind;
    };
    expect(TOPICS.slice(0, 2).map(dialectOf)).toEqual(['dji', 'autel']);
    expect(readMessage('home/kitchen', payload, receivedAt)).toMatchObject({ kind: 'rejected', code: 'UNKNOWN_TOPIC' });
  });

  it('never throws, and what it lets through can be stored', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TOPICS), rubbish, (topic, body) => {
        const result = readMessage(topic, Buffer.from(JSON.stringify(body)), receivedAt);
        const { event, reply } = { event: null, reply: null, ...result };
        expect(JSON.stringify([event, reply])).not.toMatch(/\\u0000|\\ud8/);
        for (const sample of result.kind === 'samples' ? result.samples : []) {
          expect(JSON.stringify(sample.extra)).not.toMatch(/\\u0000|\\ud8/);
          expect(Math.abs(sample.at.getTime() - receivedAt.getTime())).toBeLessThanOrEqual(7 * 86_400_000);
          expect(Math.abs(sample.position?.lat ?? 0)).toBeLessThanOrEqual(90);
          expect(Math.abs(sample.position?.lon ?? 0)).toBeLessThanOrEqual(180);
          expect(Math.abs(sample.altitudeEllipsoidMetres ?? 0)).toBeLessThanOrEqual(20_000);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws on bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TOPICS), fc.uint8Array({ maxLength: 200 }), (topic, bytes) => {
        expect(readMessage(topic, Buffer.from(bytes), receivedAt).kind).toBe('rejected');
      }),
    );
  });
});
