import { describe, expect, it } from '@jest/globals';
import type { DialectResult } from './dialect.js';
import { readMessage } from './dialects.js';

const receivedAt = new Date('2025-10-25T03:31:40.000Z');
const at = new Date(receivedAt.getTime() - 120);
const DOCK = '7CTDM3D00B1234';
const AUTEL = 'TH7923461234';

/** As docks send them, one packet a line. */
const GOLDEN = {
  hms: `{"bid":"b1","tid":"t1","timestamp":${at.getTime()},"gateway":"${DOCK}","method":"hms","need_reply":1,"data":{"list":[{"args":{"component_index":0,"sensor_index":1},"code":"0x16020001","device_type":"0-91-1","imminent":1,"in_the_sky":0,"level":2,"module":3},{"args":{},"code":"0x12040001","device_type":"3-2-0","imminent":0,"in_the_sky":0,"level":1,"module":1}]}}`,
  progress: `{"bid":"f-1","tid":"t2","timestamp":${at.getTime()},"method":"flighttask_progress","data":{"output":{"ext":{"break_point":{"break_reason":775,"index":1},"current_waypoint_index":3,"flight_id":"f-1","media_count":6,"track_id":"track","wayline_id":65535,"wayline_mission_state":9},"progress":{"current_step":19,"percent":100},"status":"ok"},"result":0}}`,
  ready: `{"bid":"b7","tid":"t7","timestamp":${at.getTime()},"gateway":"${DOCK}","method":"flighttask_ready","need_reply":1,"data":{"flight_ids":["f-1","f-2"]}}`,
  home: `{"bid":"b8","tid":"t8","timestamp":${at.getTime()},"gateway":"${DOCK}","method":"return_home_info","data":{"flight_id":"f-1","home_dock_sn":"${DOCK}","last_point_type":0,"multi_dock_home_info":[{"sn":"${DOCK}","plan_status":0,"estimated_battery_consumption":12,"home_distance":340.5}],"planned_path_points":[{"height":88.4,"latitude":37.88,"longitude":116.53},{"height":"20","latitude":37.881,"longitude":116.531},{"height":20,"latitude":213,"longitude":0}]}}`,
  exit: `{"bid":"b9","tid":"t9","timestamp":${at.getTime()},"gateway":"${DOCK}","method":"device_exit_homing_notify","need_reply":1,"data":{"action":1,"reason":3,"sn":"1581F6Q8D00"}}`,
  media: `{"bid":"b3","tid":"t3","timestamp":${at.getTime()},"gateway":"${DOCK}","method":"file_upload_callback","need_reply":1,"data":{"file":{"cloud_to_cloud_id":"DEFAULT","ext":{"drone_model_key":"0-91-1","flight_id":"f-1","is_original":true,"payload_model_key":"1-81-0"},"metadata":{"absolute_altitude":56.311,"create_time":"2025-10-25 11:30:20","gimbal_yaw_degree":"-91.40","relative_altitude":41.124,"shoot_position":{"lat":37.88,"lng":116.53}},"name":"DJI_1.jpeg","object_key":"media/f-1/DJI_1.jpeg","path":"f-1"},"flight_task":{"expected_file_count":14,"flight_type":0,"uploaded_file_count":12}}}`,
  reply: `{"bid":"b4","tid":"t4","timestamp":7,"gateway":"${DOCK}","method":"camera_photo_take","data":{"result":0,"output":{"status":"in_progress"}}}`,
  refusal: `{"bid":"b5","tid":"t5","timestamp":7,"method":"return_home","data":{"result":"316024"}}`,
  property: `{"bid":"b6","tid":"t6","timestamp":7,"data":{"camera_watermark_settings":{"global_enable":{"result":0},"layout":{"result":2}}}}`,
} as const;

const about = { serial: DOCK, at, receivedAt };

function read(channel: string, line: string, serial = DOCK): DialectResult {
  return readMessage(`thing/product/${serial}/${channel}`, Buffer.from(line), receivedAt);
}

/** The packet with some of its data changed. */
function changed(line: string, change: (data: Record<string, unknown>) => void): string {
  const packet = JSON.parse(line) as { data: Record<string, unknown> };
  change(packet.data);
  return JSON.stringify(packet);
}

describe('events that are more than frames', () => {
  it('hms', () => {
    const result = read('events', GOLDEN.hms);
    expect(result).toMatchObject({
      kind: 'event',
      reply: { topic: `thing/product/${DOCK}/events_reply` },
      sample: { serial: DOCK, at, extra: { event: 'hms' } },
      event: {
        kind: 'health',
        ...about,
        bid: 'b1',
        warnings: [
          {
            code: '0x16020001',
            level: 2,
            module: 3,
            isInTheSky: false,
            isImminent: true,
            deviceType: '0-91-1',
            args: { component_index: 0, sensor_index: 1 },
          },
          { code: '0x12040001', level: 1, isImminent: false, deviceType: '3-2-0', args: {} },
        ],
      },
    });
  });

  it('flighttask_progress', () => {
    expect(read('events', GOLDEN.progress)).toMatchObject({
      kind: 'event',
      reply: null,
      event: {
        kind: 'task',
        ...about,
        flightId: 'f-1',
        status: 'ok',
        resultCode: 0,
        percent: 100,
        step: 19,
        waypoint: 3,
        mediaCount: 6,
        breakReason: 775,
        trackId: 'track',
        missionState: 9,
      },
    });
    const nameless = changed(GOLDEN.progress, (data) => delete data['output']);
    expect(read('events', nameless)).toMatchObject({ event: { flightId: 'f-1', status: null, percent: null } });
  });

  it('flighttask_ready, return_home_info and device_exit_homing_notify', () => {
    const news = { kind: 'task_news', ...about };
    expect(read('events', GOLDEN.ready)).toMatchObject({
      kind: 'event',
      reply: { topic: `thing/product/${DOCK}/events_reply` },
      event: { ...news, news: 'ready', flightIds: ['f-1', 'f-2'], data: {} },
    });
    expect(read('events', GOLDEN.home)).toMatchObject({
      kind: 'event',
      reply: null,
      event: {
        ...news,
        news: 'return_home',
        flightIds: ['f-1'],
        data: {
          path: [
            { lon: 116.53, lat: 37.88, heightMetres: 88.4 },
            { lon: 116.531, lat: 37.881, heightMetres: 20 },
          ],
          pointsLeftOut: 1,
          lastPointType: 0,
          homeDockSerial: DOCK,
          docks: [{ serial: DOCK, planStatus: 0, batteryPercentNeeded: 12, distanceMetres: 340.5 }],
        },
      },
    });
    const exit = { aircraftSerial: '1581F6Q8D00', action: 1, reason: 3 };
    expect(read('events', GOLDEN.exit)).toMatchObject({
      event: { ...news, news: 'exit_homing', flightIds: [''], data: exit },
    });
  });

  it('file_upload_callback', () => {
    expect(read('events', GOLDEN.media)).toMatchObject({
      kind: 'event',
      event: {
        kind: 'media',
        ...about,
        objectKey: 'media/f-1/DJI_1.jpeg',
        name: 'DJI_1.jpeg',
        fingerprint: null,
        flightId: 'f-1',
        droneModelKey: '0-91-1',
        isOriginal: true,
        position: { lon: 116.53, lat: 37.88 },
        absoluteAltitudeMetres: 56.311,
        relativeAltitudeMetres: 41.124,
        gimbalYawDegrees: -91.4,
        takenText: '2025-10-25 11:30:20',
        uploadedCount: 12,
        expectedCount: 14,
      },
    });
    const lost = { file: { object_key: 'a', metadata: { shoot_position: { lat: 213, lng: 1 } } } };
    expect(
      read(
        'events',
        changed(GOLDEN.media, (data) => Object.assign(data, lost)),
      ),
    ).toMatchObject({
      event: { objectKey: 'a', position: null },
    });
  });

  it('of an Autel too', () => {
    expect(read('events', GOLDEN.hms, AUTEL)).toMatchObject({ kind: 'event', sample: { dialect: 'autel' } });
  });

  it.each([
    ['no list', GOLDEN.hms, { list: 'none' }],
    ['a warning without a code', GOLDEN.hms, { list: [{ code: '0x1' }, { level: 1 }] }],
    ['a flood of warnings', GOLDEN.hms, { list: Array.from({ length: 101 }, () => ({ code: '0x1' })) }],
    ['ready, and no list', GOLDEN.ready, { flight_ids: 'f-1' }],
    ['ready, and no name', GOLDEN.ready, { flight_ids: ['f-1', {}] }],
    ['a flood of ready tasks', GOLDEN.ready, { flight_ids: Array.from({ length: 51 }, () => 'f') }],
    ['an endless way home', GOLDEN.home, { planned_path_points: Array.from({ length: 501 }, () => ({})) }],
    ['a way home left by nobody', GOLDEN.exit, { action: 'left' }],
    ['no object key', GOLDEN.media, { file: {} }],
    ['a way out of its folder', GOLDEN.media, { file: { object_key: 'media/../secret' } }],
    ['NUL in the object key', GOLDEN.media, { file: { object_key: 'media/\u0000x' } }],
    ['too long an object key', GOLDEN.media, { file: { object_key: 'x'.repeat(1_025) } }],
  ])('%s is no event', (_what, line, data) => {
    const bad = changed(line, (whole) => Object.assign(whole, data));
    expect(read('events', bad)).toMatchObject({ kind: 'rejected', code: 'BAD_SHAPE' });
  });
});

describe('answers to calls', () => {
  it.each([
    ['services_reply', GOLDEN.reply, { tid: 't4', resultCode: 0, status: 'in_progress' }],
    ['services_reply', GOLDEN.refusal, { tid: 't5', resultCode: 316_024, status: null, output: null }],
    ['property/set_reply', GOLDEN.property, { tid: 't6', resultCode: 2 }],
    ['services_reply', `{"tid":"t","data":{}}`, { resultCode: null }],
    ['services_reply', `{"tid":"t","data":{"result":1e12}}`, { resultCode: null }],
    ['property/set_reply', `{"tid":"t","data":{}}`, { resultCode: null }],
  ])('%s %s', (channel, line, reply) => {
    expect(read(channel, line)).toMatchObject({ kind: 'service_reply', reply: { serial: DOCK, receivedAt, ...reply } });
    expect(read(channel, line, AUTEL)).toMatchObject({ kind: 'service_reply', reply: { serial: AUTEL } });
  });

  it.each(['{"data":{"result":0}}', '{"tid":"t"}', '{"tid":"t","data":[]}', '{"tid":" ","data":{}}'])(
    '%s answers nothing',
    (line) => expect(read('services_reply', line)).toMatchObject({ kind: 'rejected', code: 'BAD_SHAPE' }),
  );
});
