import { describe, expect, it } from '@jest/globals';
import type { TelemetrySample } from '../sample.js';
import type { DialectResult } from './dialect.js';
import { djiDialect } from './dji.dialect.js';

const receivedAt = new Date('2025-10-25T03:31:40.000Z');
const timestamp = receivedAt.getTime() - 120;
const ZERO = '00000000-0000-0000-0000-000000000000';
const OSD = 'thing/product/1581F5FJD238900D79WS/osd';

function read(topic: string, body: unknown): DialectResult {
  const payload = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return djiDialect.read(topic, payload, receivedAt);
}

function osd(data: unknown, over: object = {}): DialectResult {
  return read(OSD, { tid: ZERO, bid: ZERO, timestamp, gateway: '5YSZK8700B0123', data, ...over });
}

function only(result: DialectResult): TelemetrySample {
  if (result.kind !== 'samples' || result.samples.length !== 1)
    throw new Error(`not one sample: ${JSON.stringify(result)}`);
  return result.samples[0] as TelemetrySample;
}

const rejection = (result: DialectResult) => (result.kind === 'rejected' ? result.code : result.kind);

describe('an aircraft osd', () => {
  const full = {
    latitude: 39.04178597524545,
    longitude: 117.7241893447669,
    height: -6.50659942626953,
    elevation: 87.3,
    attitude_head: -137.5,
    attitude_pitch: -4.1,
    attitude_roll: 1.2,
    horizontal_speed: 8.25,
    vertical_speed: -0.5,
    wind_speed: 48,
    wind_direction: 8,
    home_distance: 214.6,
    mode_code: 5,
    battery: { capacity_percent: 63, remain_flight_time: 1_210 },
    position_state: { is_fixed: 0, quality: 5, gps_number: 21, rtk_number: 0 },
    '39-0-7': { gimbal_pitch: 1 },
    '67-0-0': { gimbal_pitch: -89.9, gimbal_roll: 0, gimbal_yaw: -137.4, payload_index: '67-0-0' },
    track_id: 'f-77',
  };

  it('is one sample in true units, positions as sent', () => {
    expect(only(osd(full))).toMatchObject({
      dialect: 'dji',
      serial: '1581F5FJD238900D79WS',
      gatewaySerial: '5YSZK8700B0123',
      sender: 'sub_device',
      at: new Date(timestamp),
      receivedAt,
      position: { lon: 117.7241893447669, lat: 39.04178597524545 },
      altitudeEllipsoidMetres: -6.50659942626953,
      heightAboveTakeoffMetres: 87.3,
      altitudeAmslMetres: null,
      headingDegrees: 222.5,
      speedMetresPerSecond: 8.25,
      verticalSpeedMetresPerSecond: -0.5,
      batteryPercent: 63,
      gimbal: { pitchDegrees: -89.9, rollDegrees: 0, yawDegrees: -137.4 },
      mode: 'wayline',
      fix: 'gnss',
      extra: {
        satellites: 21,
        windSpeedMetresPerSecond: 4.8,
        windFromDegrees: 315,
        remainingFlightSeconds: 1_210,
        trackId: 'f-77',
        payloads: ['67-0-0', '39-0-7'],
      },
    });
  });

  it('reads numbers that come as text', () => {
    const sample = only(osd({ latitude: '39.04178597524545', longitude: '117.7241893447669', elevation: ' 12.5 ' }));
    expect(sample.position).toEqual({ lon: 117.7241893447669, lat: 39.04178597524545 });
    expect(sample.heightAboveTakeoffMetres).toBe(12.5);
  });

  it('leaves out what a partial frame does not say, and takes no position from half of one', () => {
    const sample = only(osd({ latitude: 39.04, battery: { capacity_percent: 50 } }));
    expect(sample).toMatchObject({
      position: null,
      batteryPercent: 50,
      headingDegrees: null,
      mode: null,
      fix: 'unknown',
    });
  });

  it.each([
    ['0,0 of a receiver without a fix', { latitude: 0, longitude: 0, position_state: { gps_number: 0, is_fixed: 0 } }],
    ['the invalid home point as position', { latitude: 26836624.610466, longitude: 26836624.610466 }],
    ['null coordinates', { latitude: null, longitude: 117.7 }],
  ])('has no position with %s', (_what, data) => {
    expect(only(osd(data)).position).toBeNull();
  });

  it('turns sentinels into nothing', () => {
    const data = {
      height: 9999999.9,
      elevation: 32767,
      home_distance: 65535,
      horizontal_speed: 32767,
      attitude_head: 32767,
    };
    expect(only(osd(data))).toMatchObject({
      altitudeEllipsoidMetres: null,
      heightAboveTakeoffMetres: null,
      speedMetresPerSecond: null,
      headingDegrees: null,
      extra: {},
    });
  });

  it('keeps the position of too few satellites and marks it', () => {
    const sample = only(
      osd({ latitude: 39, longitude: 117, position_state: { gps_number: 3, is_fixed: 0, quality: 0 } }),
    );
    expect([sample.position, sample.fix]).toEqual([{ lon: 117, lat: 39 }, 'none']);
  });

  it.each([
    [{ is_fixed: 2, quality: 5, gps_number: 6 }, 'rtk_fixed'],
    [{ is_fixed: 1, quality: 4, gps_number: 14 }, 'rtk_converging'],
    [{ is_fixed: 3, quality: 10, gps_number: 14 }, 'rtk_fixed'],
    [{ is_fixed: 3, quality: 0, gps_number: 14 }, 'gnss'],
    [{ quality: 1 }, 'unknown'],
  ])('reads the fix of %j as %s', (position_state, fix) => {
    expect(only(osd({ position_state })).fix).toBe(fix);
  });

  it('keeps modes, models and members nobody has named yet', () => {
    const sample = only(osd({ mode_code: 99, '174-3-0': { gimbal_pitch: -30 }, brand_new: { deep: [1, 2] } }));
    expect(sample).toMatchObject({ mode: 'unknown(99)', gimbal: { pitchDegrees: -30, rollDegrees: null } });
  });

  it('keeps no wind when the topology does not say who speaks, because the unit depends on it', () => {
    const sample = only(osd({ wind_speed: 48 }, { gateway: undefined }));
    expect([sample.sender, sample.extra['windSpeedMetresPerSecond']]).toEqual(['unknown', undefined]);
  });

  it('accepts the timestamp key as some firmware spells it', () => {
    expect(only(osd({}, { timestamp: undefined, 'timestamp:': String(timestamp) })).at).toEqual(new Date(timestamp));
  });
});

describe('frames of gateways', () => {
  it('reads where the pilot stands and the charge of the controller', () => {
    const body = {
      timestamp,
      gateway: '5YSZK',
      data: { latitude: 39.1, longitude: 117.2, height: 4, capacity_percent: 81 },
    };
    expect(only(read('thing/product/5YSZK/osd', body))).toMatchObject({
      sender: 'gateway',
      position: { lon: 117.2, lat: 39.1 },
      batteryPercent: 81,
    });
  });

  it.each([
    [{ wind_speed: 4.2, rainfall: 1, environment_temperature: -3.5 }, [4.2, 1, -3.5]],
    [{ wind_speed: 32767, rainfall: 0, environment_temperature: 65535 }, [null, 0, null]],
    [{ wind_speed: 300, rainfall: 4, environment_temperature: 9999999.9 }, null],
    [{ rainfall: 1.5, environment_temperature: 21 }, [null, null, 21]],
    [{ wind_speed: 4.2, cover_state: 1 }, null],
  ])('reads the air around a dock from %j', (data, expected) => {
    const { environment } = only(read('thing/product/DOCK1/osd', { timestamp, gateway: 'DOCK1', data }));
    const said = environment && [environment.windMetresPerSecond, environment.rainfall, environment.celsius];
    expect(said).toEqual(expected);
  });

  it('takes no weather from an aircraft, whose wind is an estimate', () => {
    expect(only(osd({ wind_speed: 48, environment_temperature: 20, rainfall: 1 })).environment).toBeNull();
  });

  it('reads the wind of a dock in m/s, and its modes by its own table', () => {
    const data = { wind_speed: 4.2, mode_code: 4, cover_state: 1, drone_charge_state: { capacity_percent: 99 } };
    expect(only(read('thing/product/DOCK1/osd', { timestamp, gateway: 'DOCK1', data }))).toMatchObject({
      mode: 'working',
      batteryPercent: null,
      extra: { windSpeedMetresPerSecond: 4.2 },
    });
  });
});

describe('state', () => {
  it('keeps what changed without its secrets', () => {
    const data = {
      control_source: 'A',
      home_latitude: 26836624.610466,
      wireless_link_topo: { secret_code: [1, 2, 3], center_node: { sdr_id: 7 } },
      dongle_infos: [{ imei: '867000000000001', iccid: '8986', eid: '89', sim_type: 1 }],
    };
    const sample = only(read('thing/product/5YSZK/state', { timestamp, gateway: '5YSZK', data }));
    expect(sample.position).toBeNull();
    expect(sample.extra['state']).toMatchObject({
      control_source: 'A',
      wireless_link_topo: '[redacted]',
      dongle_infos: [{ imei: '[redacted]', iccid: '[redacted]', eid: '[redacted]', sim_type: 1 }],
    });
  });

  it('answers a state that asks for it', () => {
    const result = read('thing/product/5YSZK/state', { tid: 't', bid: 'b', timestamp, need_reply: 1, data: {} });
    expect(result).toMatchObject({ reply: { topic: 'thing/product/5YSZK/state_reply' } });
  });
});

describe('update_topo', () => {
  const status = 'sys/product/5YSZK/status';
  const aircraft = { sn: '1581F5', domain: '0', type: 77, sub_type: 1, index: 'A', device_secret: 's', nonce: 'n' };
  const topo = (data: unknown, over: object = {}) =>
    read(status, { tid: 't-1', bid: 'b-1', timestamp, method: 'update_topo', data, ...over });

  it('announces a controller with its aircraft and carries the answer', () => {
    const result = topo({ domain: '2', type: 144, sub_type: 0, sub_devices: [aircraft] });
    expect(result).toMatchObject({
      kind: 'topology',
      topology: {
        gateway: { serial: '5YSZK', deviceClass: 'controller', modelKey: '2-144-0' },
        subDevice: { serial: '1581F5', deviceClass: 'aircraft', modelKey: '0-77-1' },
        subDeviceOnline: true,
        at: new Date(timestamp),
      },
      reply: { topic: 'sys/product/5YSZK/status_reply' },
    });
    const answer = result.kind === 'topology' ? (JSON.parse(result.reply.payload) as unknown) : null;
    expect(answer).toEqual({
      tid: 't-1',
      bid: 'b-1',
      timestamp: receivedAt.getTime(),
      method: 'update_topo',
      data: { result: 0 },
    });
  });

  it('says that the aircraft went offline while the gateway did not', () => {
    expect(topo({ domain: '3', type: 2, sub_type: 0, sub_devices: [] })).toMatchObject({
      topology: { gateway: { deviceClass: 'dock' }, subDevice: null, subDeviceOnline: false },
    });
  });

  it.each([
    [{ type: 119 }, 'controller', null],
    [{ type: 1 }, 'dock', null],
    [{ domain: 2, type: 999 }, 'controller', '2-999-0'],
    [{ type: 4711 }, 'unknown', null],
  ])('classes a gateway that says %j as %s', (data, deviceClass, modelKey) => {
    expect(topo(data)).toMatchObject({ topology: { gateway: { deviceClass, modelKey } } });
  });

  it('answers a controller whose clock is not set yet', () => {
    expect(topo({ sub_devices: [aircraft] }, { timestamp: 12_345 })).toMatchObject({
      kind: 'topology',
      topology: { at: null },
    });
  });

  it.each([
    ['no data', undefined],
    ['a list that is none', { sub_devices: 'x' }],
    ['a serial with a slash', { sub_devices: [{ sn: 'a/b' }] }],
    ['no serial', { sub_devices: [{}] }],
  ])('refuses %s', (_what, data) => expect(rejection(topo(data))).toBe('BAD_SHAPE'));
});

describe('events and the rest', () => {
  it('keeps an event and answers when asked, with its own ids', () => {
    const event = {
      tid: 't',
      bid: 'b',
      timestamp,
      gateway: 'D',
      method: 'hms',
      need_reply: true,
      data: { list: [{ code: '0x16100083' }] },
    };
    const result = read('thing/product/D/events', event);
    if (result.kind !== 'event') throw new Error(result.kind);
    expect(result.sample.extra).toEqual({ event: 'hms', data: { list: [{ code: '0x16100083' }] } });
    const { reply } = result;
    expect(reply?.topic).toBe('thing/product/D/events_reply');
    expect(JSON.parse(reply?.payload ?? '')).toMatchObject({ tid: 't', bid: 'b', method: 'hms', data: { result: 0 } });
  });

  it('does not answer an event that does not ask', () => {
    expect(
      read('thing/product/D/events', { timestamp, method: 'device_reboot', need_reply: 0, data: {} }),
    ).toMatchObject({
      reply: null,
    });
  });

  it('passes a request on, whatever the clock of the gateway says', () => {
    const body = { tid: 't', bid: 'b', timestamp: 7, method: 'config', data: { config_type: 'json' } };
    const result = read('thing/product/D/requests', body);
    if (result.kind !== 'request') throw new Error(result.kind);
    expect(result.request).toEqual({ serial: 'D', method: 'config', data: { config_type: 'json' } });
    const { topic, payload } = result.replyWith({ result: 0, output: { a: 1 } });
    expect(topic).toBe('thing/product/D/requests_reply');
    expect(JSON.parse(payload)).toMatchObject({ tid: 't', bid: 'b', method: 'config', data: { output: { a: 1 } } });
    expect(read('thing/product/D/requests', { data: {} })).toMatchObject({ kind: 'rejected', code: 'BAD_SHAPE' });
  });

  it.each([
    ['thing/product/D/drc/up', {}, 'drc/up'],
    ['sys/product/D/status', { method: 'something_new' }, 'status something_new'],
  ])('knows %s and has nothing to do with it', (topic, body, what) => {
    expect(read(topic, body)).toEqual({ kind: 'ignored', what });
  });
});

describe('what is refused', () => {
  it.each([
    ['not JSON', OSD, '{"a":', 'NOT_JSON'],
    ['NaN, which JSON does not know', OSD, '{"data":{"latitude":NaN}}', 'NOT_JSON'],
    ['a list', OSD, '[]', 'BAD_SHAPE'],
    ['an object that pretends to be a rejection', OSD, '{"kind":"rejected"}', 'BAD_SHAPE'],
    ['no data', OSD, `{"timestamp":${timestamp}}`, 'BAD_SHAPE'],
    ['no timestamp', OSD, '{"data":{}}', 'BAD_SHAPE'],
    ['1970', OSD, '{"timestamp":1000,"data":{}}', 'CLOCK_OUT_OF_RANGE'],
    ['2100', OSD, '{"timestamp":4102444800000,"data":{}}', 'CLOCK_OUT_OF_RANGE'],
    ['latitude 213', OSD, `{"timestamp":${timestamp},"data":{"latitude":213,"longitude":1}}`, 'POSITION_OUT_OF_RANGE'],
    [
      'longitude 1e999',
      OSD,
      `{"timestamp":${timestamp},"data":{"latitude":1,"longitude":1e999}}`,
      'POSITION_OUT_OF_RANGE',
    ],
    ['a word as latitude', OSD, `{"timestamp":${timestamp},"data":{"latitude":"north","longitude":1}}`, 'BAD_SHAPE'],
    ['an event without a method', 'thing/product/D/events', `{"timestamp":${timestamp},"data":{}}`, 'BAD_SHAPE'],
    ['a channel of ours', 'thing/product/D/services', '{}', 'UNKNOWN_TOPIC'],
    ['a wildcard as serial', 'thing/product/+/osd', '{}', 'UNKNOWN_TOPIC'],
    ['a deep topic', `thing/product/D/${'x/'.repeat(64)}osd`, '{}', 'UNKNOWN_TOPIC'],
  ])('%s', (_what, topic, body, code) => {
    expect(rejection(read(topic, body))).toBe(code);
  });

  it('bytes that are not UTF-8, and more than the cap', () => {
    expect(rejection(djiDialect.read(OSD, Buffer.from([0x7b, 0xff, 0x7d]), receivedAt))).toBe('NOT_JSON');
    expect(rejection(djiDialect.read(OSD, Buffer.alloc(256 * 1024 + 1, 0x20), receivedAt))).toBe('PAYLOAD_TOO_LARGE');
  });
});
