import { describe, expect, it } from '@jest/globals';
import {
  afterSilence,
  isDecidedBy,
  messageOf,
  type Reached,
  refusalOf,
  shownData,
  stateAfter,
  watermarkSettings,
} from './service-call.rules.js';
import { METHODS, ServiceRequest, targetOf } from './service-methods.js';

const now = new Date('2026-03-01T02:00:00.000Z');
const DOCK: Reached = {
  gatewaySerial: '7CTDM3D00B1234',
  gatewayClass: 'dock',
  modelKey: '3-2-0',
  isOnline: true,
  aircraftSerial: '1581F6Q8D00',
};
const controller = (modelKey: string | null): Reached => ({ ...DOCK, gatewayClass: 'controller', modelKey });
const photo = { method: 'camera_photo_take', data: { payload_index: '81-0-0' } } as const;
const home = { method: 'return_home', data: {} } as const;
const live = (serial: string) =>
  ({ method: 'live_stop_push', data: { video_id: `${serial}/81-0-0/normal-0` } }) as const;
const prepare = (task_type: number, execute_time: number): ServiceRequest => ({
  method: 'flighttask_prepare',
  data: {
    flightId: '019ac000-0000-7000-8000-000000000001',
    task_type,
    execute_time,
    rth_altitude: 100,
    out_of_control_action: 0,
  },
});
const LATER = now.getTime() + 3_600_000;

describe('whether a device can be asked', () => {
  it.each<[string, ServiceRequest, Reached, string | undefined]>([
    ['a dock for a photo', photo, DOCK, undefined],
    ['a dock that is off', photo, { ...DOCK, isOnline: false }, 'DEVICE_OFFLINE'],
    ['a dock without its aircraft for a photo', photo, { ...DOCK, aircraftSerial: null }, 'DEVICE_OFFLINE'],
    ['a dock without its aircraft to prepare', prepare(1, LATER), { ...DOCK, aircraftSerial: null }, undefined],
    ['an RC Plus 2 for a photo', photo, controller('2-174-0'), undefined],
    ['an RC Plus for a photo', photo, controller('2-119-0'), 'SERVICE_NOT_SUPPORTED'],
    ['a controller nobody knows for a photo', photo, controller(null), undefined],
    ['a controller to send home', home, controller('2-174-0'), 'SERVICE_NOT_SUPPORTED'],
    ['a gateway nobody knows to send home', home, { ...DOCK, gatewayClass: 'unknown' }, 'SERVICE_NOT_SUPPORTED'],
    [
      'what never works, said before what is off',
      home,
      { ...controller(null), isOnline: false },
      'SERVICE_NOT_SUPPORTED',
    ],
    ['for the picture of its aircraft', live('1581F6Q8D00'), DOCK, undefined],
    ['for its own picture', live('7CTDM3D00B1234'), DOCK, undefined],
    ['for the picture of another', live('1581OTHER'), DOCK, 'VIDEO_NOT_OF_DEVICE'],
    ['at once, now', prepare(0, now.getTime() + 29_000), DOCK, undefined],
    ['at once, in a minute', prepare(0, now.getTime() + 60_000), DOCK, 'TASK_TIME_OUT_OF_RANGE'],
    ['for tomorrow', prepare(1, now.getTime() + 24 * 3_600_000), DOCK, undefined],
    ['for the day after', prepare(1, now.getTime() + 24 * 3_600_000 + 1), DOCK, 'TASK_TIME_OUT_OF_RANGE'],
    ['for yesterday', prepare(1, now.getTime() - 24 * 3_600_000), DOCK, 'TASK_TIME_OUT_OF_RANGE'],
  ])('%s', (_what, request, reached, code) => expect(refusalOf(request, reached, now)?.code).toBe(code));
});

describe('what becomes of a call', () => {
  it.each([
    [0, 'answered'],
    [316_024, 'failed'],
    [null, 'unknown'],
  ])('answered with %p', (resultCode, state) => expect(stateAfter({ resultCode })).toBe(state));

  it.each([
    ['live_stop_push', 1, now, 'again'],
    ['live_stop_push', 1, null, 'again'],
    ['live_stop_push', 3, now, 'timed_out'],
    ['return_home', 1, now, 'timed_out'],
    ['flighttask_execute', 1, now, 'timed_out'],
    ['flighttask_execute', 1, null, 'unknown'],
  ] as const)('%s after %i sendings, left at %p', (method, attempts, publishedAt, next) =>
    expect(afterSilence({ method, attempts, publishedAt, isOvertaken: false })).toBe(next),
  );

  it.each([
    ['that waits', 'sent', null, null, null, true],
    ['that an unreadable answer ended', 'unknown', now, now, null, true],
    ['that a refusal ended', 'failed', now, now, 314_000, false],
    ['that was given up', 'timed_out', now, null, null, false],
    ['of which nobody knows whether it left', 'unknown', now, null, null, false],
    ['answered unreadably after it was given up', 'unknown', now, new Date(now.getTime() + 1), null, false],
  ] as const)('one %s is decided by a good answer: %p', (_what, state, settledAt, repliedAt, resultCode, decided) =>
    expect(isDecidedBy({ state, settledAt, repliedAt, resultCode }, { resultCode: 0 })).toBe(decided),
  );

  it('is not repeated once the same thing was asked for something else', () => {
    const call = { method: 'live_stop_push', attempts: 1, publishedAt: now, isOvertaken: true } as const;
    expect(afterSilence(call)).toBe('timed_out');
  });

  it('nothing that flies is ever repeated by itself', () => {
    const flying = Object.values(METHODS).filter(({ harm }) => harm === 'flight');
    expect(flying.map(({ repeating }) => repeating)).not.toContain('any_time');
    expect(METHODS.flighttask_execute.repeating).toBe('never');
    expect(METHODS.camera_photo_take.repeating).toBe('never');
  });
});

describe('a request', () => {
  const start = { url_type: 1, url: 'rtmp://live.example/app/key', video_id: 'S/1-0-0/normal-0', video_quality: 0 };
  it.each([
    ['another method', { method: 'drone_format', data: {} }],
    ['no data', { method: 'return_home' }],
    ['more than asked', { method: 'return_home', data: { force: true } }],
    ['a camera of words', { method: 'camera_photo_take', data: { payload_index: 'front' } }],
    ['a mode that is none', { method: 'camera_mode_switch', data: { payload_index: '1-0-0', camera_mode: 9 } }],
    ['an address of another type', { method: 'live_start_push', data: { ...start, url_type: 4 } }],
    ['a file address of the device', { method: 'live_start_push', data: { ...start, url: 'file:///etc/passwd' } }],
    ['a wildcard as flight', { method: 'flighttask_execute', data: { flight_id: '#' } }],
    [
      'a file of somebody else’s',
      {
        method: 'flighttask_prepare',
        data: { ...prepare(1, 1).data, file: { url: 'https://cloud.example/f.kmz', fingerprint: '0'.repeat(32) } },
      },
    ],
    ['nothing to undo', { method: 'flighttask_undo', data: { flight_ids: [] } }],
    [
      'a task without a time',
      { method: 'flighttask_prepare', data: { ...prepare(0, 1).data, execute_time: undefined } },
    ],
    ['a task on no conditions', { method: 'flighttask_prepare', data: { ...prepare(2, 1).data } }],
    [
      'losing the link and flying on',
      { method: 'flighttask_prepare', data: { ...prepare(1, 1).data, out_of_control_action: 1 } },
    ],
  ])('%s is none', (_what, body) => expect(ServiceRequest.safeParse(body).success).toBe(false));

  it('is about one thing of the device', () => {
    expect(targetOf(photo)).toBe('81-0-0');
    expect(targetOf(ServiceRequest.parse({ method: 'flighttask_undo', data: { flight_ids: ['b', 'a', 'b'] } }))).toBe(
      'a b',
    );
  });
});

describe('what is shown and sent', () => {
  it.each([
    ['rtmp://user:word@live.example:1935/app/key?token=1', 'rtmp://live.example:1935'],
    ['https://live.example/whip/secret', 'https://live.example'],
    ['serverIP=1.2.3.4&serverPort=5060&agentPassword=word', 'serverIP=1.2.3.4&serverPort=5060'],
    ['nonsense with a word', ''],
  ])('%s', (url, shown) => expect(shownData({ url, file: { url } })).toEqual({ url: shown, file: { url: shown } }));

  it('carries the same ids however often it is sent, and no method for a property', () => {
    const call = { gatewaySerial: 'G', tid: 't', bid: 'b', data: { a: 1 } };
    const sent = messageOf({ ...call, method: 'return_home' }, now);
    expect(sent.topic).toBe('thing/product/G/services');
    expect(JSON.parse(sent.payload)).toEqual({
      tid: 't',
      bid: 'b',
      timestamp: now.getTime(),
      method: 'return_home',
      data: { a: 1 },
    });
    const set = messageOf({ ...call, method: 'property_set' }, now);
    expect(set.topic).toBe('thing/product/G/property/set');
    expect(JSON.parse(set.payload)).not.toHaveProperty('method');
  });

  it('burns the number of the case in, or none; never a part of one', () => {
    const number = '冀检公益诉〔2026〕7号';
    expect(watermarkSettings(number, 2)).toMatchObject({
      camera_watermark_settings: { user_custom_string_enable: 1, user_custom_string: number, layout: 2 },
    });
    expect(watermarkSettings(null, 0)).toMatchObject({ camera_watermark_settings: { user_custom_string_enable: 0 } });
    expect(watermarkSettings('字'.repeat(84), 0)).toBeUndefined();
  });
});
