import { describe, expect, it } from '@jest/globals';
import { autelDialect } from './autel.dialect.js';

const receivedAt = new Date('2025-12-14T16:32:03.000Z');
const AIRCRAFT = '1748FEV3HMM825451479';
const CONTROLLER = 'TH7825451059';

function read(topic: string, data: object) {
  const body = { timestamp: receivedAt.getTime() - 500, gateway: CONTROLLER, method: 'hms', data };
  return autelDialect.read(topic, Buffer.from(JSON.stringify(body)), receivedAt);
}

describe('autel', () => {
  it('is known by its serials on topics it shares with DJI', () => {
    expect(autelDialect.owns(`thing/product/${AIRCRAFT}/osd`)).toBe(true);
    expect(autelDialect.owns(`sys/product/${CONTROLLER}/status`)).toBe(true);
    expect(autelDialect.owns('thing/product/1581F5FJD238900D79WS/osd')).toBe(false);
    expect(autelDialect.owns('skydocket/v1/1748F/telemetry')).toBe(false);
  });

  it('takes position and satellites from the entry that did not go through a float32', () => {
    const result = read(`thing/product/${AIRCRAFT}/osd`, {
      sn: AIRCRAFT,
      latitude: 60.31954,
      longitude: 24.830778,
      capacity_percent: 75,
      battery: { capacity_percent: 70 },
      position_state: { gps_number: 5, is_fixed: 3 },
      vel_ned_z: 1.5,
      wind_speed: 31,
      drone_list: [
        { sn: 'another', latitude: 1, longitude: 1 },
        { sn: AIRCRAFT, latitude: 60.3195365, longitude: 24.8307789, position_state: { gps_number: 17 } },
      ],
    });
    expect(result).toMatchObject({
      kind: 'samples',
      samples: [
        {
          dialect: 'autel',
          serial: AIRCRAFT,
          gatewaySerial: CONTROLLER,
          sender: 'sub_device',
          position: { lon: 24.8307789, lat: 60.3195365 },
          batteryPercent: 70,
          verticalSpeedMetresPerSecond: -1.5,
          fix: 'gnss',
          extra: { satellites: 17 },
        },
        { serial: CONTROLLER, sender: 'gateway', batteryPercent: 75, position: null },
      ],
    });
    expect(JSON.stringify(result, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value))).not.toContain(
      'wind',
    );
  });

  it('gives a frame on the controller’s topic to the aircraft it names', () => {
    const result = read(`thing/product/${CONTROLLER}/osd`, { sn: AIRCRAFT, latitude: 60.1, longitude: 24.1 });
    expect(result).toMatchObject({
      samples: [{ serial: AIRCRAFT, gatewaySerial: CONTROLLER, position: { lon: 24.1, lat: 60.1 } }],
    });
  });

  it('refuses a place that is none on Earth', () => {
    expect(read(`thing/product/${AIRCRAFT}/osd`, { latitude: 91, longitude: 0 })).toMatchObject({
      code: 'POSITION_OUT_OF_RANGE',
    });
  });
});
