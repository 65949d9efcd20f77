import { describe, expect, it } from '@jest/globals';
import type { FlightSummary } from '../../missions/index.js';
import type { TrackSample } from '../../telemetry/index.js';
import { flightLink, flightOfTheMoment, linksOf, trackPeriod } from './links.rules.js';
import type { Surroundings } from './surroundings.reader.js';

const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);
const flight = (id: string, from: string, to: string, caseId: string | null = null): FlightSummary => ({
  id,
  caseId,
  deviceId: 'device',
  pilotId: 'pilot',
  unitId: 'unit',
  state: 'approved',
  during: { from: at(from), to: at(to) },
  volumes: [],
});
const frame = (time: string): TrackSample => ({
  at: at(time),
  receivedAt: at(time),
  position: { lon: 116, lat: 38 },
  altitudeEllipsoidMetres: null,
  heightAboveTakeoffMetres: null,
  altitudeAmslMetres: null,
  headingDegrees: null,
  speedMetresPerSecond: null,
  verticalSpeedMetresPerSecond: null,
  batteryPercent: null,
  gimbal: null,
  fix: 'gnss',
});

const surroundings: Surroundings = {
  device: {
    id: 'device',
    assetCode: 'HB-0001',
    serial: 'S',
    unitId: 'unit',
    kindCode: 'mavic-3t',
    category: 'uav',
    linkKind: 'live',
    state: 'in_service',
  } as Surroundings['device'],
  custody: {
    id: 'out',
    deviceId: 'device',
    holderUserId: 'pilot',
    holderName: '李明',
    holderUnitId: 'unit',
    bookingId: 'booking',
    caseId: null,
    purpose: null,
    checkedOutAt: at('01:00:00'),
    returnedAt: null,
  },
  recorded: [],
  booking: {
    id: 'booking',
    caseId: null,
    unitId: 'unit',
    during: { from: at('01:00:00'), to: at('05:00:00') },
    state: 'out',
    deviceIds: ['device'],
    devices: [],
    people: [],
  },
  flights: [],
  track: [frame('02:00:00'), frame('02:00:02')],
};

describe('the flight of a moment', () => {
  const early = flight('early', '01:00:00', '03:00:00');
  const late = flight('late', '02:00:00', '03:00:00');

  it('is the plan whose half-open period holds it', () => {
    expect(flightOfTheMoment([early], at('01:00:00'), null)?.id).toBe('early');
    expect(flightOfTheMoment([early], at('03:00:00'), null)).toBeUndefined();
    expect(flightOfTheMoment([], at('02:00:00'), null)).toBeUndefined();
  });

  it('is of several the case’s own, else the one that begins last', () => {
    expect(flightOfTheMoment([early, late], at('02:10:00'), null)?.id).toBe('late');
    const own = { ...early, caseId: 'case' };
    expect(flightOfTheMoment([late, own], at('02:10:00'), 'case')?.id).toBe('early');
  });
});

describe('the links of an item', () => {
  const kinds = (over: Partial<Surroundings>): string[] =>
    linksOf({ ...surroundings, ...over }, at('02:00:01')).map(({ kind, refId }) => `${kind} ${refId}`);

  it('are booking, check-out and track, each by its own id, and its flight', () => {
    expect(kinds({})).toEqual(['booking booking', 'check_out out', 'track device']);
    expect(flightLink(flight('f', '01:00:00', '03:00:00'))).toMatchObject({
      kind: 'flight',
      refId: 'f',
      snapshot: { during: { from: '2026-03-01T01:00:00.000Z', to: '2026-03-01T03:00:00.000Z' } },
    });
  });

  it('are fewer where less is known, and tell of a device that is back already', () => {
    expect(kinds({ custody: undefined, booking: undefined, track: [] })).toEqual([]);
    const returned = { ...surroundings.custody!, returnedAt: at('04:00:00') };
    expect(kinds({ custody: returned, booking: undefined, track: [] })).toEqual(['check_out out', 'hand_back out']);
  });

  it('keep who held the device as it was called then', () => {
    expect(linksOf(surroundings, at('02:00:01'))[1]?.snapshot).toMatchObject({
      holderName: '李明',
      assetCode: 'HB-0001',
    });
  });
});

describe('the frames an item rests on', () => {
  it('are those around the moment, the last one included', () => {
    expect(trackPeriod(surroundings, at('02:00:01'))).toEqual({
      from: at('02:00:00'),
      to: new Date(at('02:00:02').getTime() + 1),
    });
  });

  it('are none when none lies within a minute', () => {
    expect(trackPeriod(surroundings, at('02:01:02'))?.to).toEqual(new Date(at('02:00:02').getTime() + 1));
    expect(trackPeriod(surroundings, at('02:01:03'))).toBeUndefined();
    expect(trackPeriod({ ...surroundings, track: [] }, at('02:00:01'))).toBeUndefined();
  });
});
