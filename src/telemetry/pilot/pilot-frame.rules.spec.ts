import { describe, expect, it } from '@jest/globals';
import { osdOf, pairNews, pilotFrame } from './pilot-frame.rules.js';

const AT = new Date('2026-03-01T02:03:04Z');
const POSITION = {
  at: AT,
  receivedAt: AT,
  position: { lon: 116.54, lat: 37.89 },
  altitudeEllipsoidMetres: 92.5,
  heightAboveTakeoffMetres: 80,
  altitudeAmslMetres: null,
  headingDegrees: 350,
  speedMetresPerSecond: 3,
  verticalSpeedMetresPerSecond: -1,
  gimbal: null,
  fix: 'fixed',
} as const;

describe('frames for Pilot', () => {
  it('have its envelope', () =>
    expect(JSON.parse(pilotFrame('device_update_topo', {}, AT))).toEqual({
      biz_code: 'device_update_topo',
      version: '1.0',
      timestamp: AT.getTime(),
      data: {},
    }));

  it('say where an aircraft is, in its words', () =>
    expect(osdOf('1581F', POSITION as never)).toEqual({
      sn: '1581F',
      host: {
        latitude: 37.89,
        longitude: 116.54,
        height: 92.5,
        attitude_head: -10,
        elevation: 80,
        horizontal_speed: 3,
        vertical_speed: -1,
      },
    }));

  it('leave out what nobody knows', () => {
    const unknown = {
      ...POSITION,
      altitudeEllipsoidMetres: null,
      headingDegrees: null,
      heightAboveTakeoffMetres: null,
    };
    expect(osdOf('1581F', unknown as never)).toMatchObject({ host: { latitude: 37.89 } });
    expect(Object.keys((osdOf('1581F', unknown as never) as { host: object }).host)).toEqual([
      'latitude',
      'longitude',
      'horizontal_speed',
      'vertical_speed',
    ]);
  });

  it('tell who came, went and changed gateways', () => {
    const before = new Map([
      ['a', 'g1'],
      ['b', 'g2'],
      ['c', 'g3'],
    ]);
    const now = new Map([
      ['a', 'g1'],
      ['b', 'g9'],
      ['d', 'g4'],
    ]);
    expect(pairNews(before, now)).toEqual({ came: ['d'], went: ['c'], moved: true });
    expect(pairNews(now, now)).toEqual({ came: [], went: [], moved: false });
  });
});
